package io.regchain.ledger.metering;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;

/**
 * What contract code may use of what is not contract code: nothing but what this table names. No clock, no randomness, no
 * reflection, no thread, no file, no socket stands in it; nothing whose result depends on machine, locale, time zone or
 * charset; nothing that runs without end by itself ({@code Stream.generate}); and no call that hands contract code to an
 * algorithm which decides how often to call it ({@code sort(Comparator)}), for then the charge would be the library's.
 */
final class LibraryRules {
    /** A class or a package ({@code /}) and its methods and fields: {@code *} all, else those named, {@code !name} not. */
    private static final String ALLOWED =
            """
            java/lang/Object <init> toString equals
            java/lang/Record <init>
            java/lang/Enum <init> valueOf name ordinal compareTo equals toString getDeclaringClass
            java/lang/Class cast isInstance getSimpleName getResourceAsStream getClassLoader
            java/lang/ClassLoader getResourceAsStream
            java/lang/String valueOf charAt chars codePointAt codePoints codePointCount compareTo concat contains endsWith \
            equals equalsIgnoreCase getBytes hashCode indexOf isBlank isEmpty join lastIndexOf length lines matches repeat \
            replace replaceAll split startsWith strip stripLeading stripTrailing substring toCharArray toLowerCase \
            toUpperCase toString trim
            java/lang/CharSequence charAt isEmpty length subSequence toString
            java/lang/StringBuilder <init> append charAt deleteCharAt insert isEmpty length reverse setLength toString
            java/lang/Boolean * !getBoolean
            java/lang/Byte *
            java/lang/Character *
            java/lang/Short *
            java/lang/Integer * !getInteger
            java/lang/Long * !getLong
            java/lang/Math abs absExact addExact ceilDiv ceilMod clamp decrementExact floorDiv floorMod incrementExact max \
            min multiplyExact multiplyHigh negateExact subtractExact toIntExact
            java/lang/System arraycopy
            java/lang/Comparable compareTo
            java/lang/Iterable iterator forEach
            java/lang/Throwable addSuppressed
            java/lang/MatchException <init>
            java/lang/RuntimeException <init> getMessage
            java/lang/IllegalArgumentException <init> getMessage
            java/lang/IllegalStateException <init>
            java/lang/UnsupportedOperationException <init>
            java/lang/ArithmeticException <init>
            java/lang/AssertionError <init>
            java/util/NoSuchElementException <init>
            java/io/UncheckedIOException <init>
            java/io/IOException <init>
            java/io/InputStream close readAllBytes
            java/io/StringWriter <init> toString
            java/math/BigInteger <init> ZERO ONE TWO TEN abs add bitLength compareTo divide divideAndRemainder equals \
            intValueExact longValue longValueExact max min mod multiply negate remainder signum subtract toByteArray \
            toString valueOf
            java/math/BigDecimal ZERO ONE add compareTo equals longValueExact multiply negate precision scale setScale \
            signum stripTrailingZeros subtract toBigIntegerExact toPlainString unscaledValue valueOf
            java/math/RoundingMode *
            java/net/URI <init> create getFragment getHost getPath getPort getQuery getScheme getUserInfo isAbsolute toString
            java/nio/charset/StandardCharsets *
            java/time/ * !now !systemDefault !systemDefaultZone !systemUTC !tick !tickMillis !tickMinutes !tickSeconds !getMessage
            java/util/Base64 *
            java/util/Base64$Decoder decode
            java/util/Base64$Encoder encode encodeToString withoutPadding
            java/util/HexFormat of formatHex parseHex toHexDigits
            java/util/Locale ROOT ENGLISH
            java/util/Arrays asList copyOf copyOfRange equals fill hashCode stream toString compareUnsigned
            java/util/Objects equals requireNonNull requireNonNullElse checkIndex toString
            java/util/Optional *
            java/util/OptionalInt *
            java/util/OptionalLong *
            java/util/Iterator *
            java/util/ListIterator *
            java/util/Collection * !parallelStream !stream
            java/util/List * !parallelStream !sort !replaceAll
            java/util/Set * !of !copyOf !parallelStream
            java/util/SortedSet * !parallelStream
            java/util/NavigableSet * !parallelStream
            java/util/SequencedCollection *
            java/util/SequencedSet *
            java/util/SequencedMap *
            java/util/Deque *
            java/util/Map * !of !ofEntries !copyOf !merge !compute !replaceAll
            java/util/Map$Entry getKey getValue setValue
            java/util/SortedMap * !merge !compute !replaceAll
            java/util/NavigableMap * !merge !compute !replaceAll
            java/util/ArrayList * !parallelStream !sort !replaceAll
            java/util/ArrayDeque * !parallelStream
            java/util/TreeMap * !merge !compute !replaceAll
            java/util/TreeSet * !parallelStream
            java/util/LinkedHashMap * !merge !compute !replaceAll
            java/util/LinkedHashSet * !parallelStream
            java/util/EnumMap * !merge !compute !replaceAll
            java/util/EnumSet * !parallelStream
            java/util/Collections empty* unmodifiable* singleton* reverse reverseOrder addAll
            java/util/Comparator naturalOrder reverseOrder
            java/util/function/ *
            java/util/regex/Pattern compile matcher pattern
            java/util/regex/Matcher find group groupCount matches start end
            java/util/stream/Stream of empty concat allMatch anyMatch noneMatch collect distinct filter findFirst flatMap \
            forEach map mapToInt mapToLong mapToObj limit skip reduce sorted takeWhile dropWhile toList iterator toArray
            java/util/stream/IntStream range rangeClosed allMatch anyMatch noneMatch filter forEach map mapToObj mapToLong sum
            java/util/stream/LongStream allMatch anyMatch noneMatch filter forEach map mapToObj sum
            java/util/stream/Collectors joining toList
            com/fasterxml/jackson/databind/JsonNode *
            com/fasterxml/jackson/databind/ObjectMapper getNodeFactory
            com/fasterxml/jackson/databind/node/ *
            com/apicatalog/ *
            com/networknt/schema/ *
            jakarta/json/ *
            org/jspecify/ *
            io/regchain/ledger/metering/Fuel *
            io/regchain/ledger/contract/ *
            io/regchain/protocol/ *
            io/regchain/protocol/crypto/Sm2PrivateKey sign publicKey
            io/regchain/protocol/crypto/Sm2Cipher
            io/regchain/protocol/wire/
            io/regchain/protocol/wire/ObjectList stateKey
            io/regchain/protocol/wire/ObjectName objectId version stateKey
            io/regchain/protocol/wire/WrittenObject list name transactionId
            io/regchain/protocol/evidence/
            """;

    private static final SortedMap<String, SortedSet<String>> TABLE = table();

    private LibraryRules() {}

    private static SortedMap<String, SortedSet<String>> table() {
        SortedMap<String, SortedSet<String>> table = new TreeMap<>();
        ALLOWED.lines().forEach(line -> {
            String[] words = line.strip().split(" +");
            SortedSet<String> names = new TreeSet<>();
            for (int i = 1; i < words.length; i++) {
                names.add(words[i]);
            }
            table.put(words[0], names);
        });
        return table;
    }

    /** Threads, class loaders, maps with callbacks of their own: none of them may be extended. */
    static boolean mayExtend(String name) {
        return name.equals("java/lang/Object")
                || name.equals("java/lang/Record")
                || name.equals("java/lang/Enum")
                || name.equals("java/lang/RuntimeException");
    }

    static Optional<String> mayNotCall(String owner, String name, String descriptor) {
        if (owner.startsWith("[") || CodeScope.isContractCode(owner)) {
            return Optional.empty();
        }
        return allows(owner, name) && !dependsOnMachine(owner, name, descriptor)
                ? Optional.empty()
                : Optional.of("calls " + CodeRules.dotted(owner) + "." + name);
    }

    static Optional<String> mayNotSee(String owner, String name) {
        return CodeScope.isContractCode(owner) || allows(owner, name)
                ? Optional.empty()
                : Optional.of("sees " + CodeRules.dotted(owner) + "." + name);
    }

    private static boolean allows(String owner, String name) {
        SortedSet<String> names = namesOf(owner);
        return !names.contains("!" + name)
                && (names.contains("*")
                        || names.contains(name)
                        || names.stream().anyMatch(each -> starts(each, name)));
    }

    private static boolean starts(String pattern, String name) {
        return pattern.endsWith("*") && name.startsWith(pattern.substring(0, pattern.length() - 1));
    }

    /** The class's own row, else that of the nearest package around it. */
    private static SortedSet<String> namesOf(String owner) {
        String at = owner;
        while (!at.isEmpty()) {
            SortedSet<String> names = TABLE.get(at);
            if (names != null) {
                return names;
            }
            int slash = at.lastIndexOf('/', at.length() - 2);
            at = at.substring(0, slash + 1);
        }
        return new TreeSet<>();
    }

    /** The forms of good methods that take the default locale or charset, or a comparator. */
    private static boolean dependsOnMachine(String owner, String name, String descriptor) {
        return switch (owner + "." + name + descriptor) {
            case "java/lang/String.toLowerCase()Ljava/lang/String;",
                    "java/lang/String.toUpperCase()Ljava/lang/String;",
                    "java/lang/String.getBytes()[B" -> true;
            default -> descriptor.contains("Ljava/util/Comparator;)") && owner.startsWith("java/util/Tree");
        };
    }

    static boolean mayLink(String bootstrap) {
        return switch (bootstrap) {
            case "java/lang/invoke/LambdaMetafactory",
                    "java/lang/invoke/StringConcatFactory",
                    "java/lang/runtime/ObjectMethods",
                    "java/lang/runtime/SwitchBootstraps" -> true;
            default -> false;
        };
    }

    static boolean isField(Handle handle) {
        return handle.getTag() <= Opcodes.H_PUTSTATIC;
    }
}
