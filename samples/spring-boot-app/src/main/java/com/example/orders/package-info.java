/** A small shop: takes orders, and has another system write their invoices. */
@NullMarked
package com.example.orders;

import org.jspecify.annotations.NullMarked;
