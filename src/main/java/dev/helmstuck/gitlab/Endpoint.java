package dev.helmstuck.gitlab;

import java.util.ArrayList;
import java.util.List;

/**
 * What is asked about: where it is, and the words for it.
 *
 * @param path the parts after {@code /api/v4}
 * @param name as in "it does not show …"
 * @param missing what a 404 means here, and what would help
 */
record Endpoint(List<String> path, String name, String missing) {

    /** What GitLab says of itself. */
    static final Endpoint METADATA = new Endpoint(List.of("metadata"), "its version",
            "it knows no /metadata: is GITLAB_URL the address of a"
                    + " GitLab of 15.2 or newer?");
    /** What GitLab says of the token that asks. */
    static final Endpoint TOKEN = new Endpoint(List.of("personal_access_tokens", "self"), "the token itself", "it does not tell");

    static Endpoint project(String project) {
        return new Endpoint(List.of("projects", project), "the project " + project, missingProject(project));
    }

    static Endpoint jobs(String project) {
        return new Endpoint(List.of("projects", project, "jobs"), "the jobs of " + project, missingProject(project));
    }

    static Endpoint job(String project, long id) {
        return new Endpoint(List.of("projects", project, "jobs", Long.toString(id)), "the job " + id,
                "it shows no job " + id + " of " + project + " to this token: it was deleted, or the owner of GITLAB_TOKEN may not read"
                        + " the jobs of the project");
    }

    static Endpoint log(String project, long job) {
        return new Endpoint(List.of("projects", project, "jobs", Long.toString(job), "trace"), "the log of job " + job,
                "it shows no log of job " + job
                        + " to this token: the job was deleted, or the owner of GITLAB_TOKEN may not read job logs of "
                        + project);
    }

    static Endpoint pipeline(String project, long id) {
        return ofPipeline(project, id, "the pipeline " + id, List.of());
    }

    static Endpoint pipelineJobs(String project, long id) {
        return ofPipeline(project, id, "the jobs of the pipeline " + id, List.of("jobs"));
    }

    /** The jobs that trigger other pipelines, which GitLab calls bridges and lists nowhere else. */
    static Endpoint triggers(String project, long id) {
        return ofPipeline(project, id, "the trigger jobs of the pipeline " + id, List.of("bridges"));
    }

    private static Endpoint ofPipeline(String project, long id, String name, List<String> rest) {
        List<String> path = new ArrayList<>(List.of("projects", project, "pipelines", Long.toString(id)));
        path.addAll(rest);
        return new Endpoint(List.copyOf(path), name,
                "it shows no pipeline " + id + " of " + project + " to this token: it was deleted, or the"
                        + " owner of GITLAB_TOKEN may not read the pipelines of the project");
    }

    static Endpoint group(String project, String key) {
        return ofGroup(project, key, "the resource group " + key, List.of());
    }

    static Endpoint holder(String project, String key) {
        return ofGroup(project, key, "the current job of the resource group " + key, List.of("current_job"));
    }

    static Endpoint queue(String project, String key) {
        return ofGroup(project, key, "the upcoming jobs of the resource group " + key, List.of("upcoming_jobs"));
    }

    private static Endpoint ofGroup(String project, String key, String name, List<String> rest) {
        List<String> path = new ArrayList<>(List.of("projects", project, "resource_groups", key));
        path.addAll(rest);
        return new Endpoint(List.copyOf(path), name, "the project " + project + " has no resource group " + key
                + ": a typo in ci.resourceGroups of the targets file, or no job has used it yet");
    }

    private static String missingProject(String project) {
        return "it knows no project " + project + ", or does not show it to this token: check ci.project in the targets file,"
                + " GITLAB_URL, and that the owner of GITLAB_TOKEN is a member of the project";
    }
}
