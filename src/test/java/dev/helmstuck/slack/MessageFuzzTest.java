package dev.helmstuck.slack;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any words in any place of a message. */
class MessageFuzzTest {

    @FuzzTest
    void only_our_own_markup_is_live(byte[] written) {
        Recipe recipe = Recipe.read(written);
        String mentions = recipe.mentioned().collect(Collectors.joining("|"));
        String links = recipe.links() ? "|<https?://[^|<>\\s]+\\|[^|<>\\n]+>" : "";
        Harmless.check(Blocks.render(recipe.report()),
                Pattern.compile("(?!)|" + (mentions.isEmpty() ? "(?!)" : mentions) + links, Pattern.CASE_INSENSITIVE));
    }
}
