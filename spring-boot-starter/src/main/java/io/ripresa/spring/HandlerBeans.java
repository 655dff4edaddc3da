package io.ripresa.spring;

import io.ripresa.worker.NativeTaskSystemBuilder;
import io.ripresa.worker.TaskContext;
import io.ripresa.worker.TaskHandler;
import io.ripresa.worker.TaskType;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * The handlers that the application has as beans. A {@link TaskHandler} runs tasks of the type that its bean is named; a
 * {@link TaskHandlerRegistration} says of which type, and what is declared of it.
 */
final class HandlerBeans {

    private static final boolean REST =
            ClassUtils.isPresent("org.springframework.web.client.RestClientResponseException", null);

    private final ListableBeanFactory beans;
    private final Map<String, String> beanOfType = new TreeMap<>();

    HandlerBeans(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /** @throws StartProblem if two beans are for one type, or a bean's name is none for a type */
    void addTo(NativeTaskSystemBuilder builder) {
        beans.getBeansOfType(TaskHandlerRegistration.class).forEach((bean, registration) -> {
            claim(registration.type().name(), bean);
            builder.handler(registration.type(), observed(registration.handler()));
        });
        // By name, without making them: a handler may itself need to submit tasks.
        for (String bean : beans.getBeanNamesForType(TaskHandler.class, false, false)) {
            claim(bean, bean);
            builder.handler(type(bean), observed(new BeanHandler(beans, bean)));
        }
    }

    private static TaskHandler observed(TaskHandler handler) {
        return REST ? new RestEvidence(handler) : handler;
    }

    private void claim(String type, String bean) {
        String other = beanOfType.putIfAbsent(type, bean);
        if (other != null) {
            throw new StartProblem(
                    "Task type \"" + type + "\" has two handlers: the beans \"" + other + "\" and \"" + bean + "\".",
                    "Remove one or give it another type: a TaskHandler is for the type that its bean is named, a"
                            + " TaskHandlerRegistration for the type in it.");
        }
    }

    private static TaskType type(String bean) {
        try {
            return TaskType.of(bean);
        } catch (IllegalArgumentException e) {
            throw new StartProblem(
                    "The name of the TaskHandler bean \"" + bean + "\" cannot be that of a task type: " + e.getMessage()
                            + ".",
                    "Give the bean a shorter name, or wrap it in a TaskHandlerRegistration.");
        }
    }

    /** A handler that is looked up when it is needed. */
    private record BeanHandler(BeanFactory beans, String name) implements TaskHandler {

        @Override
        public void run(TaskContext context) throws Exception {
            handler().run(context);
        }

        @Override
        public TaskType inspect(TaskType declared, String payload) {
            return handler().inspect(declared, payload);
        }

        private TaskHandler handler() {
            return beans.getBean(name, TaskHandler.class);
        }
    }
}
