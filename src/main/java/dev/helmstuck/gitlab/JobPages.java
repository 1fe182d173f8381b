package dev.helmstuck.gitlab;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.helmstuck.ports.UnavailableException;
import dev.helmstuck.runbook.CiJob;

/**
 * Lists of jobs, page after page. The next page's number comes from {@code X-Next-Page} or {@code Link}, the address never does: GitLab
 * writes its own configured host there, and the token stays with ours.
 */
final class JobPages {

    /** The most that GitLab gives at once. */
    static final int PER_PAGE = 100;
    /** 10,000 jobs: a day of a very busy project. */
    static final int MOST_PAGES = 100;
    /** What GitLab gives when nobody asks for more; so many jobs without a word about paging may be the first page of several. */
    private static final int DEFAULT_PER_PAGE = 20;
    /** Ids are handed out before jobs are saved, so the order by id is the order of creation but for the length of a transaction. */
    private static final Duration DISORDER = Duration.ofMinutes(10);
    private static final Pattern NEXT_LINK = Pattern.compile("<([^>]*)>\\s*;[^,<]*\\brel=\"?next\"?");
    private static final Pattern PAGE = Pattern.compile("[?&]page=(\\d{1,9})(?:&|$)");

    private final RetryingRequest visit;
    private final String project;

    JobPages(RetryingRequest visit, String project) {
        this.project = project;
        this.visit = visit;
    }

    /** How far to read. */
    sealed interface Reach {
        /** To the end. */
        record Whole() implements Reach {}

        /** Newest first, to the first page that is older altogether; more than {@value JobPages#MOST_PAGES} pages are unavailable. */
        record Since(Instant instant) implements Reach {}

        /** As {@link Since}, and content with so many pages. */
        record Newest(Instant instant, int pages) implements Reach {}
    }

    /** A list, or GitLab's refusal of the question (400). */
    sealed interface Listing {
        record Jobs(List<CiJob> jobs) implements Listing {}

        record ListingFailed(UnavailableException why) implements Listing {}
    }

    List<CiJob> read(Endpoint subject, Map<String, List<String>> query, Reach reach) {
        return switch (list(subject, query, reach)) {
            case Listing.Jobs(List<CiJob> jobs) -> jobs;
            case Listing.ListingFailed(UnavailableException why) -> throw why;
        };
    }

    Listing list(Endpoint subject, Map<String, List<String>> query, Reach reach) {
        Map<Long, CiJob> jobs = new LinkedHashMap<>();
        Set<List<Long>> seen = new HashSet<>();
        Optional<Integer> page = Optional.of(1);
        while (page.isPresent()) {
            int number = page.get();
            if (number > MOST_PAGES) {
                throw GitlabErrors.odd(subject, "it does not end after " + MOST_PAGES + " pages of " + PER_PAGE);
            }
            GitlabResponse answer = visit.ask(subject, paged(query, number));
            if (answer.status() == 400 && number == 1) {
                return new Listing.ListingFailed(visit.refusals().status(answer, subject));
            }
            if (answer.status() != 200) {
                throw visit.refusals().status(answer, subject);
            }
            List<CiJob> found = new JobJson(project, subject).list(answer.body());
            if (!seen.add(found.stream().map(CiJob::id).toList())) {
                throw GitlabErrors.odd(subject, "page " + number + " repeats an earlier one");
            }
            found.forEach(job -> jobs.put(job.id(), job));
            page = enough(reach, found, number) ? Optional.empty() : next(subject, answer, number, found.size());
        }
        return new Listing.Jobs(List.copyOf(jobs.values()));
    }

    private static boolean enough(Reach reach, List<CiJob> found, int number) {
        return switch (reach) {
            case Reach.Whole() -> false;
            case Reach.Since(Instant since) -> older(found, since);
            case Reach.Newest(Instant since, int pages) -> number >= pages || older(found, since);
        };
    }

    private static boolean older(List<CiJob> page, Instant since) {
        Instant surely = since.minus(DISORDER);
        return !page.isEmpty() && page.stream().allMatch(job -> job.created().filter(created -> created.isBefore(surely)).isPresent());
    }

    private static Optional<Integer> next(Endpoint subject, GitlabResponse answer, int number, int count) {
        Optional<String> header = answer.header("X-Next-Page");
        Optional<String> link = answer.header("Link");
        if (header.isEmpty() && link.isEmpty()) {
            if (count >= full(answer)) {
                throw GitlabErrors.odd(subject,
                        "a full page came without paging headers, so what follows is unknown; does a proxy drop them?");
            }
            return Optional.empty();
        }
        Optional<String> next = header.isPresent() ? header.filter(value -> !value.isEmpty()) : linked(subject, link.get());
        next.filter(value -> !value.equals(Integer.toString(number + 1))).ifPresent(value -> {
            throw GitlabErrors.odd(subject, "after page " + number + " it names page \"" + value + "\" as the next");
        });
        return next.map(Integer::valueOf);
    }

    private static Optional<String> linked(Endpoint subject, String link) {
        Matcher next = NEXT_LINK.matcher(link);
        if (!next.find()) {
            return Optional.empty();
        }
        Matcher page = PAGE.matcher(next.group(1));
        if (!page.find()) {
            throw GitlabErrors.odd(subject, "its Link header names a next page without a number");
        }
        return Optional.of(page.group(1));
    }

    private static int full(GitlabResponse answer) {
        return answer.header("X-Per-Page").filter(value -> value.matches("\\d{1,4}")).map(Integer::valueOf).orElse(DEFAULT_PER_PAGE);
    }

    private static Map<String, List<String>> paged(Map<String, List<String>> query, int number) {
        Map<String, List<String>> paged = new LinkedHashMap<>(query);
        paged.put("per_page", new ArrayList<>(List.of(Integer.toString(PER_PAGE))));
        paged.put("page", new ArrayList<>(List.of(Integer.toString(number))));
        return paged;
    }
}
