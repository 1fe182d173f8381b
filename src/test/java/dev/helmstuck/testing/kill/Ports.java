package dev.helmstuck.testing.kill;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.Scopes;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import com.google.inject.spi.LinkedKeyBinding;
import com.google.inject.util.Modules;
import dev.helmstuck.ports.Cluster;
import dev.helmstuck.ports.Conversation;
import dev.helmstuck.ports.Incidents;
import dev.helmstuck.ports.People;
import dev.helmstuck.ports.Pipelines;
import dev.helmstuck.ports.Remediations;
import dev.helmstuck.ports.Reruns;

/** Puts something around every port of the bot, within the one wiring that production has. */
final class Ports {
    private static final Set<Class<?>> ALL = Set.of(Remediations.class, Cluster.class, Pipelines.class, Reruns.class, Incidents.class,
            Conversation.class,
            People.class);

    private Ports() {}

    /** What stands around the ports: sees every call and decides whether and when the real one is made. */
    interface Around {
        Object call(Method method, Object[] arguments, Real real) throws Throwable;
    }

    /** The call as production makes it. */
    interface Real {
        Object call() throws Throwable;
    }

    /** The same parts, each port with that around it. */
    static Module around(Module parts, Around around) {
        List<Element> others = new ArrayList<>();
        List<LinkedKeyBinding<?>> ports = new ArrayList<>();
        for (Element element : Elements.getElements(parts)) {
            if (element instanceof LinkedKeyBinding<?> port && ALL.contains(port.getKey().getTypeLiteral().getRawType())) {
                ports.add(port);
            } else {
                others.add(element);
            }
        }
        if (ports.size() != ALL.size()) throw new AssertionError("ports that are not bound by a link: " + ports);
        return Modules.combine(Elements.getModule(others), binder -> ports.forEach(port -> bind(binder, port, around)));
    }

    private static <T> void bind(Binder binder, LinkedKeyBinding<T> port, Around around) {
        Provider<? extends T> real = binder.getProvider(port.getLinkedKey());
        Class<? super T> type = port.getKey().getTypeLiteral().getRawType();
        binder.bind(port.getKey()).toProvider(() -> proxy(type, real.get(), around)).in(Scopes.SINGLETON);
    }

    // the class of a key's type is the type itself: no port is generic
    @SuppressWarnings("unchecked")
    private static <T> T proxy(Class<? super T> port, T real, Around around) {
        return (T) Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port}, (proxy, method, arguments) -> {
            Real call = () -> invoke(real, method, arguments);
            return method.getDeclaringClass() == port ? around.call(method, arguments, call) : call.call();
        });
    }

    private static Object invoke(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
