package io.ripresa.spring;

import io.ripresa.worker.TaskHandler;
import io.ripresa.worker.TaskType;

/**
 * A bean of this type makes a type of task known to the native task system, with what is declared of it: side effects,
 * time-out, dependencies. Where the defaults will do, a bean of type {@link TaskHandler} is enough: its name is the type.
 *
 * @param type what is declared of the type
 * @param handler what runs its tasks; must be safe for use by many threads
 */
public record TaskHandlerRegistration(TaskType type, TaskHandler handler) {}
