package io.regchain.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of one run, with the machine and the configuration they were measured on.
 *
 * @param notes what bounds the figures, for people
 */
public record Report(Machine machine, String configuration, List<Figure> figures, List<String> notes) {
    public Report {
        figures = List.copyOf(figures);
        notes = List.copyOf(notes);
    }

    /** For people, line by line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(machine.line(), configuration, ""));
        figures.forEach(figure -> lines.add(figure.line()));
        if (!notes.isEmpty()) {
            lines.add("");
            lines.addAll(notes);
        }
        return lines;
    }

    public double value(String name) {
        return figures.stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no figure " + name))
                .value();
    }

    public void writeJson(Path file) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("machine")
                .put("processor", machine.processor())
                .put("cores", machine.cores())
                .put("heapMegabytes", machine.heapMegabytes())
                .put("java", machine.javaRuntime())
                .put("system", machine.system());
        json.put("configuration", configuration);
        ArrayNode list = json.putArray("figures");
        for (Figure figure : figures) {
            list.addObject()
                    .put("name", figure.name())
                    .put("meaning", figure.meaning())
                    .put("value", figure.value())
                    .put("unit", figure.unit());
        }
        ArrayNode remarks = json.putArray("notes");
        notes.forEach(remarks::add);
        Files.write(file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
    }
}
