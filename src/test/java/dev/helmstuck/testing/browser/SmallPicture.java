package dev.helmstuck.testing.browser;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;

/**
 * A PNG of a page with its most frequent colours, small enough to lie in a repository; every other becomes the nearest of them. Shades that
 * hardly differ count as one, else those of the text in a dark page would leave no room for a red or a green.
 */
final class SmallPicture {
    private static final int COLOURS = 128;
    private static final int ALIKE = 100;

    private SmallPicture() {}

    static byte[] of(byte[] png) {
        try {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
            int[] pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
            Map<Integer, Long> often = IntStream.of(pixels).boxed().collect(Collectors.groupingBy(pixel -> pixel, Collectors.counting()));
            List<Integer> kept = kept(often);
            Map<Integer, Integer> index = often.keySet().stream().collect(Collectors.toMap(pixel -> pixel, pixel -> nearest(pixel, kept)));
            int[] colours = kept.stream().mapToInt(colour -> colour).toArray();
            BufferedImage small = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED,
                    new IndexColorModel(8, colours.length, colours, 0, false, -1, 0));
            small.getRaster().setPixels(0, 0, picture.getWidth(), picture.getHeight(), IntStream.of(pixels).map(index::get).toArray());
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            if (!ImageIO.write(small, "png", out))
                throw new IllegalStateException("no PNG can be written");
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Integer> kept(Map<Integer, Long> often) {
        List<Integer> kept = new ArrayList<>();
        often.entrySet().stream().sorted(Map.Entry.<Integer, Long>comparingByValue().reversed()).map(Map.Entry::getKey).forEach(colour -> {
            if (kept.size() < COLOURS && kept.stream().allMatch(other -> distance(colour, other) > ALIKE)) kept.add(colour);
        });
        return kept;
    }

    private static int nearest(int pixel, List<Integer> kept) {
        return IntStream.range(0, kept.size()).boxed().min(Comparator.comparingInt(i -> distance(pixel, kept.get(i)))).orElseThrow();
    }

    private static int distance(int one, int other) {
        return IntStream.of(0, 8, 16).map(shift -> ((one >> shift) & 255) - ((other >> shift) & 255))
                .map(difference -> difference * difference)
                .sum();
    }
}
