package io.ripresa.spring;

import io.ripresa.worker.TaskHandler;
import io.ripresa.worker.TaskType;

/**
 * A bean of this type makes a type of task known to the native task system.
 *
 * @param type what is declared of the type
 * @param handler what runs its tasks; must be safe for use by many threads
 */
public record TaskHandlerRegistration(TaskType type, TaskHandler handler) {}
