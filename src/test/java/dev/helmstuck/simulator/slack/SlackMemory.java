package dev.helmstuck.simulator.slack;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Everything the workspace knows, behind one lock; each change wakes those who wait for something. */
final class SlackMemory {

    /** Conditions may look at things outside of this memory, so they are asked now and then even if nothing changes here. */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Clock clock;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Map<String, UserGroup> groups = new LinkedHashMap<>();
    private final Map<String, Channel> channels = new LinkedHashMap<>();
    private final Map<String, TreeMap<String, Message>> messages = new LinkedHashMap<>();
    private final List<SharedFile> files = new ArrayList<>();
    private final List<Ephemeral> ephemerals = new ArrayList<>();
    private final List<ResponsePost> responses = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private final List<Call> calls = new ArrayList<>();
    private final List<Delivery> deliveries = new ArrayList<>();
    private long lastMicros;
    private final String workspace = UUID.randomUUID().toString().substring(0, 8);
    private long lastId;

    SlackMemory(Clock clock) {
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** Runs as one step that nobody sees half done, and wakes those who wait. */
    <T> T step(Supplier<T> work) {
        return read(() -> {
            T result = work.get();
            changed.signalAll();
            return result;
        });
    }

    /** Looks at one moment's state; wakes nobody, or those who wait would keep each other awake. */
    <T> T read(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    boolean await(Duration atMost, BooleanSupplier condition) {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                long slice = Math.min(left, LOOK_AGAIN_NANOS);
                left -= slice - changed.awaitNanos(slice);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** A timestamp of Slack's form, later than every other one. */
    String nextTs() {
        return step(() -> {
            Instant now = now();
            long micros = Math.addExact(Math.multiplyExact(now.getEpochSecond(), 1_000_000L), now.getNano() / 1000);
            lastMicros = Math.max(micros, lastMicros + 1);
            return "%d.%06d".formatted(lastMicros / 1_000_000, lastMicros % 1_000_000);
        });
    }

    /** A fresh id such as {@code Ev0000000001}. */
    String nextId(String prefix) {
        return step(() -> "%s%08d".formatted(prefix, ++lastId));
    }

    /** A fresh trigger_id, which no other workspace has. */
    String nextTrigger() {
        return nextId("1.2." + workspace);
    }

    void put(Member member) {
        step(() -> members.put(member.id(), member));
    }

    Optional<Member> member(String id) {
        return read(() -> Optional.ofNullable(members.get(id)));
    }

    List<Member> members() {
        return read(() -> List.copyOf(members.values()));
    }

    void put(UserGroup group) {
        step(() -> groups.put(group.id(), group));
    }

    Optional<UserGroup> group(String id) {
        return read(() -> Optional.ofNullable(groups.get(id)));
    }

    List<UserGroup> groups() {
        return read(() -> List.copyOf(groups.values()));
    }

    void put(Channel channel) {
        step(() -> channels.put(channel.id(), channel));
    }

    Optional<Channel> channel(String id) {
        return read(() -> Optional.ofNullable(channels.get(id)));
    }

    List<Channel> channels() {
        return read(() -> List.copyOf(channels.values()));
    }

    void put(Message message) {
        step(() -> messages.computeIfAbsent(message.channel(), id -> new TreeMap<>()).put(message.ts(), message));
    }

    Optional<Message> message(String channel, String ts) {
        return read(() -> Optional.ofNullable(messages.getOrDefault(channel, new TreeMap<>()).get(ts)));
    }

    /** All messages of a channel, replies too, oldest first. */
    List<Message> messages(String channel) {
        return read(() -> List.copyOf(messages.getOrDefault(channel, new TreeMap<>()).values()));
    }

    /** The root and its replies, oldest first. */
    List<Message> thread(String channel, String ts) {
        return messages(channel).stream().filter(message -> message.ts().equals(ts) || message.thread().equals(Optional.of(ts))).toList();
    }

    void put(SharedFile file) {
        step(() -> files.add(file));
    }

    List<SharedFile> files() {
        return read(() -> List.copyOf(files));
    }

    void add(Ephemeral ephemeral) {
        step(() -> ephemerals.add(ephemeral));
    }

    List<Ephemeral> ephemerals() {
        return read(() -> List.copyOf(ephemerals));
    }

    void add(ResponsePost response) {
        step(() -> responses.add(response));
    }

    List<ResponsePost> responses() {
        return read(() -> List.copyOf(responses));
    }

    void add(Command command) {
        step(() -> commands.add(command));
    }

    List<Command> commands() {
        return read(() -> List.copyOf(commands));
    }

    void add(Call call) {
        step(() -> calls.add(call));
    }

    List<Call> calls() {
        return read(() -> List.copyOf(calls));
    }

    void add(Delivery delivery) {
        step(() -> deliveries.add(delivery));
    }

    List<Delivery> deliveries() {
        return read(() -> List.copyOf(deliveries));
    }
}
