package com.example.orders;

/**
 * An order.
 *
 * @param cents what it costs
 * @param invoiced whether its invoice has been written
 */
record Order(String id, String customer, long cents, boolean invoiced) {}
