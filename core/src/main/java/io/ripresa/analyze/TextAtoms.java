package io.ripresa.analyze;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What rules look for in the names and words of a link, found in one pass: names and endings of names by hash, phrases by
 * the hash of their first word. Filled first, closed, then read by many threads.
 */
final class TextAtoms {

    private record EndingAtom(String ending, int atom) {}

    private record PrefixAtom(String prefix, int atom) {}

    private final Map<String, BitSet> byName = new HashMap<>();
    private final List<EndingAtom> endings = new ArrayList<>();
    private final List<PrefixAtom> namePrefixes = new ArrayList<>();
    private final List<PrefixAtom> wordPrefixes = new ArrayList<>();
    private final List<PhraseTable.Entry> phrases = new ArrayList<>();
    private final List<PhraseTable.Entry> namePhrases = new ArrayList<>();

    /** All have numbers below. */
    private int atoms;

    /** Endings by their hash, read backwards. */
    private List<List<EndingAtom>> endingTable = List.of();
    /** Whether there is an ending of that length. */
    private final BitSet endingLengths = new BitSet();

    private PhraseTable phraseTable = new PhraseTable(List.of());
    private PhraseTable namePhraseTable = new PhraseTable(List.of());

    static boolean isAtom(Condition condition) {
        return condition instanceof Condition.Named
                || condition instanceof Condition.NameEnds
                || condition instanceof Condition.NameStarts
                || condition instanceof Condition.Says
                || condition instanceof Condition.NameSays
                || condition instanceof Condition.WordStarts;
    }

    void add(Condition condition, int atom) {
        atoms = Math.max(atoms, atom + 1);
        if (condition instanceof Condition.Named named) {
            named.names()
                    .forEach(name ->
                            byName.computeIfAbsent(name, n -> new BitSet()).set(atom));
        } else if (condition instanceof Condition.NameEnds ends) {
            ends.endings().forEach(ending -> endings.add(new EndingAtom(ending, atom)));
        } else if (condition instanceof Condition.NameStarts starts) {
            namePrefixes.add(new PrefixAtom(starts.beginning(), atom));
        } else if (condition instanceof Condition.WordStarts starts) {
            wordPrefixes.add(new PrefixAtom(starts.beginning(), atom));
        } else if (condition instanceof Condition.Says says) {
            says.phrases().forEach(phrase -> phrases.add(new PhraseTable.Entry(phrase, atom)));
        } else if (condition instanceof Condition.NameSays says) {
            says.phrases().forEach(phrase -> namePhrases.add(new PhraseTable.Entry(phrase, atom)));
        }
    }

    /** Everything was added. */
    void close() {
        endingTable = table(endings, each -> backwards(each.ending()));
        endings.forEach(each -> endingLengths.set(each.ending().length()));
        phraseTable = new PhraseTable(phrases);
        namePhraseTable = new PhraseTable(namePhrases);
    }

    /** Lists of entries by slot, four slots for each entry. */
    private static <E> List<List<E>> table(List<E> entries, ToIntFunction<E> hash) {
        int size = Integer.highestOneBit(Math.max(1, entries.size())) * 4;
        List<List<E>> table = new ArrayList<>(Collections.nCopies(size, List.of()));
        for (E each : entries) {
            int at = slot(hash.applyAsInt(each), size);
            List<E> more = new ArrayList<>(table.get(at));
            more.add(each);
            table.set(at, more);
        }
        return table;
    }

    private static int slot(int hash, int length) {
        return (hash ^ hash >>> 15) & (length - 1);
    }

    private static int backwards(String ending) {
        int hash = 0;
        for (int i = ending.length() - 1; i >= 0; i--) {
            hash = 31 * hash + ending.charAt(i);
        }
        return hash;
    }

    /** The numbers of the atoms that a link has. */
    BitSet in(Link link) {
        BitSet found = new BitSet(atoms);
        for (String name : link.names()) {
            findName(name, found);
        }
        phraseTable.find(link.words(), found);
        namePhraseTable.find(link.nameWords(), found);
        if (!wordPrefixes.isEmpty()) {
            findPrefixes(link.words(), found);
        }
        return found;
    }

    private void findName(String name, BitSet found) {
        BitSet whole = byName.get(name);
        if (whole != null) {
            found.or(whole);
        }
        findEndings(name, found);
        for (PrefixAtom each : namePrefixes) {
            if (name.startsWith(each.prefix())) {
                found.set(each.atom());
            }
        }
    }

    private void findEndings(String name, BitSet found) {
        int longest = Math.min(name.length(), endingLengths.length() - 1);
        int hash = 0;
        for (int length = 1; length <= longest; length++) {
            hash = 31 * hash + name.charAt(name.length() - length);
            if (endingLengths.get(length)) {
                for (EndingAtom each : endingTable.get(slot(hash, endingTable.size()))) {
                    if (name.endsWith(each.ending())) {
                        found.set(each.atom());
                    }
                }
            }
        }
    }

    private void findPrefixes(Words words, BitSet found) {
        for (int i = 0; i < words.size(); i++) {
            for (PrefixAtom each : wordPrefixes) {
                if (words.startsWith(i, each.prefix())) {
                    found.set(each.atom());
                }
            }
        }
    }
}
