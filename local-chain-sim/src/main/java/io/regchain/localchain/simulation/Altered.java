package io.regchain.localchain.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One thing in a tree becomes another: a digit, a letter, a number, a flag, or a member is gone. */
final class Altered {
    private Altered() {}

    private record Place(ObjectNode parent, String name) {}

    static void one(ObjectNode tree, Random random) {
        List<Place> places = new ArrayList<>();
        collect(tree, places);
        if (places.isEmpty()) {
            return;
        }
        Place place = places.get(random.nextInt(places.size()));
        JsonNode value = place.parent().get(place.name());
        if (random.nextInt(12) == 0) {
            place.parent().remove(place.name());
        } else if (value.isTextual() && !value.textValue().isEmpty()) {
            place.parent().put(place.name(), another(value.textValue(), random));
        } else if (value.isNumber()) {
            place.parent().put(place.name(), Math.max(0, value.longValue() + (random.nextBoolean() ? 1 : -1)));
        } else if (value.isBoolean()) {
            place.parent().put(place.name(), !value.booleanValue());
        } else {
            place.parent().remove(place.name());
        }
    }

    private static String another(String text, Random random) {
        char[] letters = text.toCharArray();
        int at = random.nextInt(letters.length);
        letters[at] = letters[at] == 'a' ? 'b' : letters[at] == '9' ? '0' : (char) (letters[at] + 1);
        return new String(letters);
    }

    private static void collect(JsonNode node, List<Place> places) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(member -> {
                places.add(new Place(object, member.getKey()));
                collect(member.getValue(), places);
            });
        } else if (node instanceof ArrayNode array) {
            array.forEach(entry -> collect(entry, places));
        }
    }
}
