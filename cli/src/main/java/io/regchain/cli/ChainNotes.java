package io.regchain.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a chain's status tells of missed heights, gaps and lateness, in words; nothing of a chain that has none. */
final class ChainNotes {
    private ChainNotes() {}

    static List<String> of(JsonNode status) {
        List<String> notes = new ArrayList<>();
        backfill(notes, status);
        gaps(notes, status.path("objects"));
        lateness(notes, status.path("objects"));
        return notes;
    }

    private static void backfill(List<String> notes, JsonNode status) {
        JsonNode backfill = status.path("observer").path("backfill");
        if (backfill.isObject()) {
            notes.add("fetching missed heights " + backfill.path("from").asText() + " to "
                    + backfill.path("to").asText() + ": "
                    + backfill.path("done").asText() + " done, "
                    + backfill.path("left").asText() + " left, begun "
                    + StatusLines.length(status.path("asOf").longValue()
                            - backfill.path("since").longValue())
                    + " ago");
        }
    }

    private static void gaps(List<String> notes, JsonNode objects) {
        if (objects.path("gaps").longValue() > 0) {
            JsonNode first = objects.path("firstGap");
            notes.add(objects.path("gaps").asText() + " objects lack a version"
                    + (first.isObject()
                            ? "; the first is " + first.path("objectId").asText() + ", whose version "
                                    + first.path("version").asText() + " was refused (anomaly "
                                    + first.path("anomaly").asText() + ")"
                            : ""));
        }
    }

    private static void lateness(List<String> notes, JsonNode objects) {
        if (objects.path("late").longValue() > 0 || objects.path("ahead").longValue() > 0) {
            notes.add("of the last " + objects.path("looked").asText() + " records "
                    + objects.path("late").asText() + " came more than "
                    + StatusLines.length(objects.path("lateAfter").longValue()) + " after the business, the longest "
                    + StatusLines.length(objects.path("worst").longValue()) + ", 95 of 100 within "
                    + StatusLines.length(objects.path("latency").longValue())
                    + (objects.path("ahead").longValue() > 0
                            ? "; " + objects.path("ahead").asText() + " carry a time after their own block's"
                            : ""));
        }
    }
}
