import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decodes what Lifeline gateways publish over MQTT (gateway/telemetry/wire/telemetry.cddl), gives it as flat rows with civil
 * time, and says what is new, what was there, which rows are whole and may be acknowledged, and what is missing. One class, no
 * dependencies, Java 11. One object for each gateway; not for several threads at once. What is malformed throws
 * IllegalArgumentException or another RuntimeException. Either encoding is read.
 *
 * <p>A message is a map with the names of the vectors; telemetry has `bounds` (from and to of each part) and `values` (one map a
 * sample or report record). Signatures are taken off, and verified where `requireKeys` or `useKeys` was called (Java 15).
 */
public final class LifelineTelemetry {
  private static final List<String> CLOCK = List.of("unsynced", "rtc", "ntp", "holdover");
  private static final List<String> TRUST = List.of("unsynced", "rtc", "holdover", "ntp"); // rising
  private static final List<String> STREAM = List.of("event", "telemetry");
  private static final List<String> REASON = List.of("evicted", "damaged", "filtered", "retired");
  private static final List<String> SEVERITY = List.of("none", "blue", "yellow", "orange", "red");
  private static final List<String> QUALITY = List.of("good", "warm-up", "out-of-spec", "stale", "drift", "flatline",
      "no-communication", "sensor-failure", "protocol-error", "out-of-service", "substituted");
  private static final String[] HEADER = names("v epoch boot seq birth time historical first last sealed slice evidence durable");
  private static final String[] ALARM = names("v type at rule ruleName occurrence cause from to severity device deviceName place"
      + " point value limit unit quality onset declared actor condition announcement group reason until");
  private static final String[][] EVENTS = {ALARM, names("v type at boot time"), names("v type at code severity text"),
      names("v type at verb actor accepted detail"), names("v type at lift liftName what details")};
  private static final List<String> EVENT_TYPES = List.of("alarm", "clock", "system", "command", "lift");
  private static final String[] CHANNEL = names("index point name unit exponent profile place role");
  private static final List<String> COMMANDS = List.of("acknowledge", "replay", "ping", "birth");
  private static final String[][] ASKS = {names("occurrence announcement severity actor text"), names("epoch stream from to"),
      names(""), names("hash")};
  private static final long CARRIED_MS = 3_600_000L;
  private static final long HOLDOVER_MS = 7 * 86_400_000L;

  /** Telemetry names a birth that has not come: hold the message, and ask the gateway for this birth. */
  public static final class MissingBirth extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    public final String hash;

    MissingBirth(String hash) {
      super("birth " + hash + " has not come");
      this.hash = hash;
    }
  }

  private final Map<String, Map<String, Object>> births = new LinkedHashMap<>();
  private final Map<String, TreeMap<Integer, byte[]>> pieces = new LinkedHashMap<>();
  private final Map<String, List<Map<String, Object>>> mappings = new LinkedHashMap<>(); // boot -> times, by mono

  private java.util.function.Function<String, PublicKey> keys; // by the name of a key; null: nothing is verified
  private boolean onlySigned;

  /** For a gateway that is heard from its first row on. */
  public LifelineTelemetry() {
    this(false);
  }

  /** `joinLate`: for one that has been running. What was delivered before this platform listened is not expected. */
  public LifelineTelemetry(boolean joinLate) {
    this.joinLate = joinLate;
  }

  /**
   * Public keys of the gateway by their names, null for one that is not known. `required`: events that are not signed by one of them
   * throw; else they are read, and `origin.proven` says which is which. A wrong signature throws either way.
   */
  public void useKeys(java.util.function.Function<String, PublicKey> keys, boolean required) {
    this.keys = keys;
    this.onlySigned = required;
  }

  /** A public key of 32 bytes (Ed25519), as gateways show it. Needs Java 15. */
  public static PublicKey publicKey(byte[] raw) {
    byte[] der = Arrays.copyOf(SPKI, SPKI.length + raw.length);
    System.arraycopy(raw, 0, der, SPKI.length, raw.length);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException error) {
      throw new IllegalArgumentException("no public key of the kind Ed25519", error);
    }
  }

  private static final byte[] SPKI = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00}; // RFC 8410

  // ------------------------------------------------------------------------------------------------------- messages

  /** A message as MQTT brought it; `topic` ends with what follows `<prefix>/v1/<gateway>/`. */
  public Map<String, Object> decode(String topic, byte[] payload) {
    String[] levels = topic.split("/");
    int at = levels.length - 1;
    while (!List.of("birth", "tel", "event", "state", "cmd", "reply", "ack").contains(levels[at])) at--;
    String kind = levels[at];
    if (kind.equals("birth") && payload.length == 0)
      return map("takenBack", String.join("/", Arrays.copyOfRange(levels, at + 1, levels.length)));
    if (kind.equals("birth") && levels.length - at == 4) return piece(levels, at, payload);
    Map<String, Object> origin = new LinkedHashMap<>();
    Object item = new Cbor(payload).whole();
    if (item instanceof byte[]) return map("current", hex((byte[]) item));
    if (item instanceof List && list(item).size() == 4 && list(item).get(0) instanceof byte[]) {
      List<Object> signed = list(item);
      Object kid = fields(new Cbor((byte[]) signed.get(0)).whole()).get(4L);
      if (kid == null) kid = fields(signed.get(1)).get(4L);
      String key = kid == null ? "" : new String((byte[]) kid, StandardCharsets.UTF_8);
      origin.put("origin", map("key", key, "proven", isProven(key, signed, at > 0 ? levels[at - 1] : "", kind)));
      item = new Cbor((byte[]) signed.get(2)).whole();
    } else if (onlySigned && kind.equals("event")) throw new IllegalArgumentException("the message is not signed, and only signed ones are taken");
    Map<Object, Object> first = fields(item instanceof List ? list(item).get(0) : item);
    boolean isPack = item instanceof List && first.containsKey(-2L);
    if (!isPack && !Long.valueOf(1).equals(first.get(0L))) throw new IllegalArgumentException("this decoder knows version 1 only");
    Map<String, Object> message = isPack ? new Senml(list(item)).message(kind)
        : item instanceof List ? headed(kind, first, list(item).get(1)) : document(kind, first, payload);
    if (!kind.equals("cmd")) message.putAll(origin);
    if (kind.equals("birth") && at == levels.length - 1) current = message;
    return message;
  }

  /** COSE_Sign1 (RFC 9052 section 4.4): the signature is over the name of what it is about, too. */
  private boolean isProven(String key, List<Object> signed, String gateway, String topic) {
    if (keys == null) return false;
    PublicKey known = keys.apply(key);
    if (known == null) {
      if (onlySigned) throw new IllegalArgumentException("it is signed by key '" + key + "', which is not known");
      return false;
    }
    ByteArrayOutputStream about = new ByteArrayOutputStream();
    about.write(0x84);
    chunk(about, 0x60, "Signature1".getBytes(StandardCharsets.UTF_8));
    chunk(about, 0x40, (byte[]) signed.get(0));
    chunk(about, 0x40, ("v1/" + gateway + "/" + topic).getBytes(StandardCharsets.UTF_8));
    chunk(about, 0x40, (byte[]) signed.get(2));
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(known);
      verifier.update(about.toByteArray());
      if (verifier.verify((byte[]) signed.get(3))) return true;
    } catch (GeneralSecurityException error) {
      throw new IllegalArgumentException("its signature cannot be verified", error);
    }
    throw new IllegalArgumentException("it says that key '" + key + "' signed it, and that is not true");
  }

  /** A string of CBOR: its kind and length, then its bytes. */
  private static void chunk(ByteArrayOutputStream out, int kind, byte[] bytes) {
    int size = bytes.length;
    if (size < 24) out.write(kind | size);
    else {
      int width = size < 0x100 ? 1 : size < 0x10000 ? 2 : 4;
      out.write(kind | (width == 1 ? 24 : width == 2 ? 25 : 26));
      for (int at = width - 1; at >= 0; at--) out.write(size >>> (8 * at));
    }
    out.write(bytes, 0, size);
  }

  private Map<String, Object> headed(String kind, Map<Object, Object> first, Object body) {
    Map<String, Object> header = named(HEADER, first);
    if (kind.equals("event")) {
      Map<String, Object> event = event(fields(body));
      header.put("event", event);
      if (event.get("type").equals("clock")) learn(event.get("boot"), event.get("time"));
    } else {
      Map<String, Object> birth = birthOf(header);
      header.put("bounds", bounds(fields(body)));
      header.put("values", values(fields(body), birth, (Long) header.get("first")));
    }
    learn(header.get("boot"), header.get("time"));
    return header;
  }

  private Map<String, Object> birthOf(Map<String, Object> header) {
    Map<String, Object> birth = births.get(header.get("birth"));
    if (birth == null) throw new MissingBirth((String) header.get("birth"));
    return birth;
  }

  private Map<String, Object> document(String kind, Map<Object, Object> fields, byte[] payload) {
    switch (kind) {
      case "birth":
        return birth(fields, payload);
      case "state":
        return state(fields);
      case "cmd":
        return command(fields);
      case "reply":
        return reply(fields);
      case "ack": {
        Map<String, Object> ack = named(names("v epoch"), fields);
        ack.put("stream", STREAM.get(number(fields.get(2L))));
        ack.put("intervals", fields.get(3L));
        return ack;
      }
      default: {
        Map<String, Object> stone = named(names("v epoch stream from to reason"), fields);
        stone.put("stream", STREAM.get(number(stone.get("stream"))));
        stone.put("reason", REASON.get(number(stone.get("reason"))));
        return stone;
      }
    }
  }

  private Map<String, Object> piece(String[] levels, int at, byte[] payload) {
    TreeMap<Integer, byte[]> have = pieces.computeIfAbsent(levels[at + 1] + "/" + levels[at + 3], key -> new TreeMap<>());
    have.put(Integer.valueOf(levels[at + 2]), payload);
    if (have.size() < Integer.parseInt(levels[at + 3]))
      return map("piece", levels[at + 1] + "/" + levels[at + 2] + "/" + levels[at + 3]);
    pieces.remove(levels[at + 1] + "/" + levels[at + 3]);
    ByteBuffer whole = ByteBuffer.allocate(have.values().stream().mapToInt(one -> one.length).sum());
    have.values().forEach(whole::put);
    return decode("birth/" + levels[at + 1], whole.array());
  }

  private Map<String, Object> birth(Map<Object, Object> fields, byte[] payload) {
    Map<String, Object> birth = named(names("v epoch gateway name software"), fields);
    List<Object> channels = new ArrayList<>();
    for (Object channel : list(fields.get(6L))) channels.add(named(CHANNEL, fields(channel)));
    birth.put("channels", channels);
    List<Object> previous = list(fields.get(5L));
    birth.put("previous", previous == null ? null
        : map("epoch", id(previous.get(0)), "event", previous.get(1), "telemetry", previous.get(2)));
    List<Object> rules = new ArrayList<>();
    for (Object rule : list(fields.get(7L))) {
      List<Object> one = list(rule);
      rules.add(map("id", one.get(0), "kind", one.get(1), "point", one.get(2), "text", one.get(3)));
    }
    birth.put("rules", rules);
    learned = births.containsKey(hashOf(payload)) ? null : birth;
    births.put(hashOf(payload), birth);
    return birth;
  }

  private Map<String, Object> state(Map<Object, Object> fields) {
    Map<String, Object> state = named(names("v epoch boot online guardAlive time"), fields);
    state.put("journal", Boolean.TRUE.equals(fields.get(6L)) ? "ok" : "trouble");
    state.put("heads", heads(list(fields.get(7L))));
    state.put("delivered", heads(list(fields.get(8L))));
    if (fields.containsKey(9L)) state.put("will", true);
    learn(state.get("boot"), state.get("time"));
    return state;
  }

  private static Map<String, Object> heads(List<Object> heads) {
    long event = (Long) heads.get(0);
    return map("event", map("seq", event, "parts", Math.min(event, 1)),
        "telemetry", map("seq", heads.get(1), "parts", heads.get(2)));
  }

  private static Map<String, Object> command(Map<Object, Object> fields) {
    int kind = number(fields.get(2L));
    Map<String, Object> ask = map("kind", COMMANDS.get(kind));
    for (int key = 0; key < ASKS[kind].length; key++) ask.put(ASKS[kind][key], id(fields.get(5L + key)));
    if (ask.containsKey("severity")) ask.put("severity", SEVERITY.get(number(ask.get("severity"))));
    if (ask.containsKey("stream")) ask.put("stream", STREAM.get(number(ask.get("stream"))));
    return map("v", fields.get(0L), "id", id(fields.get(1L)), "issued", fields.get(3L), "expires", fields.get(4L), "ask", ask);
  }

  private Map<String, Object> reply(Map<Object, Object> fields) {
    Map<String, Object> reply = named(names("v id ok code text"), fields);
    reply.put("detail", null);
    if (fields.containsKey(5L)) reply.put("detail", map("kind", "state", "state", state(fields(fields.get(5L)))));
    if (fields.containsKey(6L)) {
      List<Object> gone = new ArrayList<>();
      for (Object stone : list(list(fields.get(6L)).get(1))) {
        List<Object> one = list(stone);
        gone.add(map("from", one.get(0), "to", one.get(1), "reason", REASON.get(number(one.get(2)))));
      }
      reply.put("detail", map("kind", "replay", "again", list(fields.get(6L)).get(0), "gone", gone));
    }
    return reply;
  }

  private static Map<String, Object> event(Map<Object, Object> fields) {
    int type = number(fields.get(1L));
    Map<String, Object> event = type == 0
        ? map("condition", fields.get(8L), "announcement", 1L, "group", null, "reason", null, "until", null)
        : new LinkedHashMap<>();
    event.putAll(named(EVENTS[type], fields));
    event.put("type", EVENT_TYPES.get(type));
    return event;
  }

  /** Fields by the names of their keys; each name has one shape wherever it stands. */
  private static Map<String, Object> named(String[] names, Map<Object, Object> fields) {
    Map<String, Object> out = new LinkedHashMap<>();
    for (int key = 0; key < names.length; key++)
      if (fields.containsKey((long) key)) out.put(names[key], shaped(names[key], fields.get((long) key)));
    return out;
  }

  private static Object shaped(String name, Object value) {
    List<Object> pair = value instanceof List ? list(value) : null;
    switch (name) {
      case "time":
        return map("mono", pair.get(0), "utc", pair.get(1), "quality", CLOCK.get(number(pair.get(2))));
      case "quality":
        return quality(number(value));
      case "severity":
        return SEVERITY.get(number(value));
      case "slice":
        return map("index", pair.get(0), "count", pair.get(1));
      case "at": case "onset": case "declared": case "until":
        return map("boot", id(pair.get(0)), "mono", pair.get(1));
      case "name": case "ruleName": case "deviceName": case "liftName": case "place": case "text":
        return pair == null ? value : map("en", pair.get(0), "zh", pair.get(1));
      default:
        return id(value);
    }
  }

  // ----------------------------------------------------------------------------------------------------------- body

  private static List<Object> bounds(Map<Object, Object> body) {
    List<Object> head = list(body.get(1L));
    int count = number(head.get(0));
    long end = (Long) head.get(1);
    long[] gaps = integers(head.get(2), count, 1);
    long[] lengths = integers(head.get(3), count, 1);
    List<Object> bounds = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      long from = end + gaps[part];
      end = from + lengths[part];
      bounds.add(List.of(from, end));
    }
    return bounds;
  }

  private static List<Object> values(Map<Object, Object> body, Map<String, Object> birth, long firstPart) {
    Map<Long, Map<String, Object>> channels = new LinkedHashMap<>();
    for (Object channel : list(birth.get("channels"))) channels.put((Long) names(channel).get("index"), names(channel));
    List<Object> head = list(body.get(1L));
    List<Object> out = new ArrayList<>();
    for (long kind = 2; kind <= 3; kind++)
      if (body.containsKey(kind))
        for (Object table : list(body.get(kind)))
          values(fields(table), kind == 3, number(head.get(0)), (Long) head.get(1), channels, firstPart, out);
    return out;
  }

  private static void values(Map<Object, Object> table, boolean reports, int parts, long start,
      Map<Long, Map<String, Object>> channels, long firstPart, List<Object> out) {
    long[] counts = integers(table.get(0L), parts, 0);
    int rows = Math.toIntExact(Arrays.stream(counts).sum());
    long[] times = integers(table.get(1L), rows, 2);
    List<Object> columns = list(table.get(3L));
    long[] indices = integers(table.get(2L), columns.size(), 2);
    Map<Object, Object> runs = table.containsKey(4L) ? fields(table.get(4L)) : Map.of();
    for (int at = 0; at < columns.size(); at++) {
      Map<String, Object> channel = channels.get(indices[at]);
      if (channel == null) throw new IllegalArgumentException("channel " + indices[at] + " is not in the birth");
      int exponent = number(channel.get("exponent"));
      int[] codes = codes(list(runs.get((long) at)), rows);
      int there = (int) Arrays.stream(codes).filter(code -> code % 2 == 0).count();
      List<Object> report = reports ? list(columns.get(at)) : null;
      Object[] value = cells(reports ? report.get(0) : columns.get(at), there, 1);
      Object[] min = reports ? ends(value, report.get(1), there, -1) : null;
      Object[] max = reports ? ends(value, report.get(2), there, 1) : null;
      long[] n = reports ? integers(report.size() > 3 ? report.get(3) : table.get(5L), rows, 0) : null;
      int next = 0;
      int part = 0;
      long left = parts > 0 ? counts[0] : 0;
      for (int row = 0; row < rows; row++, left--) {
        while (left == 0) left = counts[++part];
        Map<String, Object> cell = map("part", firstPart + part, "point", channel.get("point"), "time", start + times[row],
            "quality", quality(codes[row] >> 1));
        boolean present = codes[row] % 2 == 0;
        if (reports) {
          cell.put("min", present ? scaled(min[next], exponent) : null);
          cell.put("mean", present ? scaled(value[next], exponent) : null);
          cell.put("max", present ? scaled(max[next], exponent) : null);
          cell.put("n", n[row]);
          if (table.containsKey(6L)) cell.put("period", table.get(6L));
        } else cell.put("value", present ? scaled(value[next], exponent) : null);
        if (present) next++;
        out.add(cell);
      }
    }
  }

  /** `[gap, length, code, ...]` over the rows of a column; code = 2 * quality + (1 where there is no value). */
  private static int[] codes(List<Object> runs, int rows) {
    int[] codes = new int[rows];
    int at = 0;
    for (int run = 0; runs != null && run + 2 < runs.size(); run += 3) {
      at += number(runs.get(run));
      int end = at + number(runs.get(run + 1));
      Arrays.fill(codes, at, end, number(runs.get(run + 2)));
      at = end;
    }
    return codes;
  }

  /** A dictionary holds minima or maxima themselves, anything else distances from the mean. */
  private static Object[] ends(Object[] mean, Object column, int count, int sign) {
    Object[] cells = cells(column, count, 0);
    if (column instanceof List) return cells;
    Object[] ends = new Object[count];
    for (int row = 0; row < count; row++) ends[row] = (Long) mean[row] + sign * (Long) cells[row];
    return ends;
  }

  private static Object[] cells(Object column, int count, int order) {
    if (!(column instanceof List)) return Arrays.stream(integers(column, count, order)).boxed().toArray();
    List<Object> dictionary = list(list(column).get(0));
    return Arrays.stream(integers(list(column).get(1), count, 0)).mapToObj(index -> dictionary.get((int) index)).toArray();
  }

  private static Object scaled(Object cell, int exponent) {
    if (cell instanceof List) return ((Number) list(cell).get(0)).doubleValue();
    if (!(cell instanceof Long)) return cell;
    double step = Math.pow(10, Math.abs(exponent));
    return exponent < 0 ? (Long) cell / step : (Long) cell * step;
  }

  /** A column of whole numbers; order 0: counts, 1: a course, 2: ticks. */
  static long[] integers(Object column, int count, int order) {
    long[] numbers = new long[count];
    if (column instanceof Long) {
      Arrays.fill(numbers, (Long) column);
      return numbers;
    }
    byte[] bytes = (byte[]) column;
    Bits bits = new Bits(bytes);
    for (int at = 0; at < count; at++) {
      int zeros = 0;
      while (bits.next() == 0) zeros++;
      long code = bits.append(1, zeros) - 1;
      code = bits.append(code, bytes[0]);
      numbers[at] = order == 0 ? code : code % 2 == 0 ? code / 2 : -(code + 1) / 2;
    }
    for (int round = 0; round < order; round++) for (int at = 1; at < count; at++) numbers[at] += numbers[at - 1];
    return numbers;
  }

  private static final class Bits {
    private final byte[] bytes;
    private int at = 8; // the first byte is k

    Bits(byte[] bytes) {
      this.bytes = bytes;
    }

    int next() {
      int bit = bytes[at >> 3] >> 7 - (at & 7) & 1;
      at++;
      return bit;
    }

    long append(long number, int count) {
      for (int bit = 0; bit < count; bit++) number = number << 1 | next();
      return number;
    }
  }

  // ---------------------------------------------------------------------------------------------------------- SenML

  private static final Pattern POINT =
      Pattern.compile("lifeline:[^/]*/(.*?)(?::((?:day-)?(?:min|mean|max|n|q|p)|day-s|unit))?");
  private static final Pattern OWN = Pattern.compile("lifeline:[^/]*:(row|part|event):([^:/]+)");
  private static final Pattern ESCAPE = Pattern.compile(":([0-9a-f]+):");

  /** The other encoding (RFC 8428 in CBOR): names as in gateway/telemetry/senml/senmlName.ts. */
  private final class Senml {
    private final Map<String, Object> row = new LinkedHashMap<>();
    private final Map<String, Object> event = new LinkedHashMap<>();
    private final List<Object[]> points = new ArrayList<>(); // point, suffix, value, seconds
    private final TreeMap<Long, Double> from = new TreeMap<>(); // part -> seconds, and likewise to
    private final TreeMap<Long, Double> to = new TreeMap<>();
    private String boot;

    Senml(List<Object> pack) {
      String base = "";
      double start = 0;
      for (Object one : pack) {
        Map<Object, Object> record = fields(one);
        for (Object label : record.keySet())
          if (label instanceof String && ((String) label).endsWith("_") && !label.equals("boot_"))
            throw new IllegalArgumentException("the label " + label + " must be understood");
        base = (String) record.getOrDefault(-2L, base);
        start = ((Number) record.getOrDefault(-3L, start)).doubleValue();
        boot = (String) record.getOrDefault("boot_", boot);
        Object value = record.getOrDefault(2L, record.getOrDefault(3L, record.get(4L)));
        take(base + record.getOrDefault(0L, ""), value, start + ((Number) record.getOrDefault(6L, 0L)).doubleValue());
      }
    }

    private void take(String name, Object value, double seconds) {
      Matcher own = OWN.matcher(name);
      Matcher point = POINT.matcher(name);
      if (own.matches() && own.group(1).equals("part")) (own.group(2).equals("from") ? from : to).put((Long) value, seconds);
      else if (own.matches()) nest(own.group(1).equals("row") ? row : event, own.group(2), value);
      else if (point.matches()) points.add(new Object[] {unescaped(point.group(1)), point.group(2), value, seconds});
    }

    Map<String, Object> message(String kind) {
      if (row.isEmpty()) throw new IllegalArgumentException("a pack without its row");
      Object now = row.remove("now");
      Map<String, Object> time = names(row.get("time"));
      time.putIfAbsent("utc", null);
      row.put("v", 1L);
      if (kind.equals("event")) return event();
      Map<String, Object> birth = birthOf(row);
      long origin = boot != null ? 0 : now != null ? (Long) now : (Long) time.get("mono") - (Long) time.get("utc");
      List<Object> bounds = new ArrayList<>();
      for (Long part : from.keySet()) bounds.add(List.of(mono(from.get(part), origin), mono(to.get(part), origin)));
      row.put("bounds", bounds);
      row.put("values", cells(birth, origin));
      learn(row.get("boot"), time);
      return row;
    }

    private Map<String, Object> event() {
      Map<String, Object> whole = map("v", 1L);
      if ("alarm".equals(event.get("type")))
        for (String name : names("place point value limit actor group reason until")) whole.put(name, null);
      whole.putAll(event);
      if (whole.containsKey("details")) whole.put("details", new Json((String) whole.get("details")).whole());
      if (whole.containsKey("time")) names(whole.get("time")).putIfAbsent("utc", null);
      if ("clock".equals(whole.get("type"))) learn(whole.get("boot"), whole.get("time"));
      learn(row.get("boot"), row.get("time"));
      row.put("event", whole);
      return row;
    }

    private List<Object> cells(Map<String, Object> birth, long origin) {
      List<Object> known = new ArrayList<>();
      for (Object channel : list(birth.get("channels"))) known.add(names(channel).get("point"));
      List<Object> cells = new ArrayList<>();
      Map<String, Object> last = map();
      for (Object[] one : points) {
        String suffix = one[1] == null ? "" : (String) one[1];
        boolean isDay = suffix.startsWith("day-");
        suffix = isDay ? suffix.substring(4) : suffix;
        long at = mono((Double) one[3], origin);
        boolean same = one[0].equals(last.get("point")) && Long.valueOf(at).equals(last.get("time"));
        if (!known.contains(one[0])) throw new IllegalArgumentException(one[0] + " is not in the birth");
        if (suffix.equals("s")) last.put("period", Math.round(((Number) one[2]).doubleValue() * 1000));
        else if (suffix.equals("p")) last.put("part", one[2]);
        else if (suffix.startsWith("m")) last.put(suffix, one[2]);
        else if (suffix.equals("q") && same && last.get("quality").equals("good")) last.put("quality", trusted(one[2]));
        else if (!suffix.equals("unit")) cells.add(last = cell(suffix, isDay, one, at, origin));
      }
      return cells;
    }

    private Map<String, Object> cell(String suffix, boolean isDay, Object[] one, long at, long origin) {
      Long part = null;
      for (Long number : from.descendingKeySet())
        if (mono(from.get(number), origin) < at && at <= mono(to.get(number), origin)) part = number;
      Map<String, Object> cell = map("part", part, "point", one[0], "time", at,
          "quality", suffix.equals("q") ? trusted(one[2]) : "good");
      if (suffix.equals("n")) {
        for (String name : names("min mean max")) cell.put(name, null);
        cell.put("n", one[2]);
        if (isDay) cell.put("period", 0L);
      } else cell.put("value", suffix.equals("q") ? null : one[2]);
      return cell;
    }

    private Object trusted(Object quality) {
      return QUALITY.contains(quality) ? quality : "protocol-error";
    }

    private long mono(double seconds, long origin) {
      return Math.round(seconds * 1000) + origin;
    }

    private void nest(Map<String, Object> into, String name, Object value) {
      int dot = name.indexOf('.');
      if (dot < 0) into.put(name, value);
      else names(into.computeIfAbsent(name.substring(0, dot), key -> map())).put(name.substring(dot + 1), value);
    }

    private String unescaped(String text) {
      return ESCAPE.matcher(text).replaceAll(code ->
          Matcher.quoteReplacement(new String(Character.toChars(Integer.parseInt(code.group(1), 16)))));
    }
  }

  /** RFC 8259, for the details of what a lift did: Long or Double, String, Boolean, null, List, Map. */
  private static final class Json {
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");
    private final String text;
    private int at;

    Json(String text) {
      this.text = text;
    }

    Object whole() {
      Object value = value(0);
      if (next() != 0) throw new IllegalArgumentException("text follows the details");
      return value;
    }

    private Object value(int depth) {
      if (depth > 64) throw new IllegalArgumentException("nested too deeply");
      char first = next();
      if (first == '{') return fields(depth);
      if (first == '[') return items(depth);
      if (first == '"') return string();
      for (Object[] word : new Object[][] {{"true", true}, {"false", false}, {"null", null}})
        if (text.startsWith((String) word[0], at)) {
          at += ((String) word[0]).length();
          return word[1];
        }
      Matcher number = NUMBER.matcher(text).region(at, text.length());
      if (!number.lookingAt()) throw new IllegalArgumentException("details that are no JSON");
      at = number.end();
      if (number.group(1) == null && number.group(2) == null && number.group().length() < 17) return Long.valueOf(number.group());
      return Double.valueOf(number.group());
    }

    private Object fields(int depth) {
      Map<String, Object> fields = map();
      for (at++; next() != '}'; skip(',', '}')) {
        String name = string();
        next();
        skip(':', ':');
        fields.put(name, value(depth + 1));
      }
      at++;
      return fields;
    }

    private Object items(int depth) {
      List<Object> items = new ArrayList<>();
      for (at++; next() != ']'; skip(',', ']')) items.add(value(depth + 1));
      at++;
      return items;
    }

    private String string() {
      StringBuilder out = new StringBuilder();
      for (at++; text.charAt(at) != '"'; at++) {
        char unit = text.charAt(at);
        if (unit != '\\') {
          out.append(unit);
          continue;
        }
        unit = text.charAt(++at);
        int control = "bfnrt".indexOf(unit);
        if (unit == 'u') {
          out.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
          at += 4;
        } else out.append(control < 0 ? unit : "\b\f\n\r\t".charAt(control));
      }
      at++;
      return out.toString();
    }

    /** Over the mark between two; what ends the list stays. */
    private void skip(char between, char end) {
      if (next() == between) at++;
      else if (next() != end || between == end) throw new IllegalArgumentException("details that are no JSON");
    }

    private char next() {
      while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
      return at < text.length() ? text.charAt(at) : 0;
    }
  }

  // ------------------------------------------------------------------------------------------------ rows and dates

  /** Telemetry as flat rows with their key and civil time; what was not sampled is none. Anything else has no rows. */
  public List<Map<String, Object>> rows(String gateway, Map<String, Object> message) {
    List<Map<String, Object>> rows = new ArrayList<>();
    if (!message.containsKey("values")) return rows;
    Map<String, Map<String, Object>> channels = new LinkedHashMap<>();
    for (Object channel : list(births.get(message.get("birth")).get("channels")))
      channels.put((String) names(channel).get("point"), names(channel));
    for (Object value : list(message.get("values"))) {
      Map<String, Object> cell = names(value);
      boolean isReport = cell.containsKey("n");
      boolean isNothing = cell.get("quality").equals("good") && cell.get(isReport ? "mean" : "value") == null;
      if (isNothing && (!isReport || (Long) cell.get("n") == 0)) continue;
      Object[] date = date((String) message.get("boot"), (Long) cell.get("time"));
      Map<String, Object> channel = channels.get(cell.get("point"));
      Map<String, Object> row = map("key", map("gateway", gateway, "epoch", message.get("epoch"), "stream", "telemetry",
          "seq", message.get("seq"), "part", cell.get("part")), "utc", date[0], "clock", date[1], "boot", message.get("boot"),
          "mono", cell.get("time"), "point", cell.get("point"), "name", channel.get("name"), "unit", channel.get("unit"),
          "quality", cell.get("quality"), "evidence", message.get("evidence"));
      for (String name : isReport ? names("min mean max n") : names("value")) row.put(name, cell.get(name));
      if (isReport) row.put("periodMs", cell.get("period"));
      rows.add(row);
    }
    return rows;
  }

  /** Unix milliseconds of a moment (null: not known) and how they were come by: the best mapping known of that boot. */
  public Object[] date(String boot, long mono) {
    Map<String, Object> best = null;
    Map<String, Object> before = null; // of ntp, and likewise after
    Map<String, Object> after = null;
    Map<String, Object> standing = null;
    for (Map<String, Object> one : mappings.getOrDefault(boot, List.of())) {
      long at = (Long) one.get("mono");
      if (best == null || trust(one) > trust(best)
          || (trust(one) == trust(best) && Math.abs(at - mono) < Math.abs((Long) best.get("mono") - mono))) best = one;
      if (at <= mono) standing = one;
      if (one.get("quality").equals("ntp") && at <= mono) before = one;
      if (one.get("quality").equals("ntp") && at > mono && after == null) after = one;
    }
    if (best == null) return new Object[] {null, "unsynced"};
    String quality = (String) best.get("quality");
    double offset = offset(best);
    if (quality.equals("ntp")) {
      if (before != null && after != null) offset = between(before, after, mono);
      long away = Math.abs(mono - (Long) best.get("mono"));
      boolean carried = standing != null && standing.get("quality").equals("ntp") || away <= CARRIED_MS && before == null;
      quality = carried ? "ntp" : away <= HOLDOVER_MS ? "holdover" : "rtc";
    }
    return new Object[] {(long) Math.floor(mono + offset + 0.5), quality};
  }

  /** Of mappings with equal mono the better stays; 32 of a boot are kept, those that say most, and 32 boots. */
  private void learn(Object boot, Object time) {
    Map<String, Object> mapping = names(time);
    if (mapping.get("utc") == null) return;
    List<Map<String, Object>> known = new ArrayList<>(mappings.getOrDefault(boot, List.of()));
    if (!known.contains(mapping)) {
      for (Map<String, Object> one : known)
        if (one.get("mono").equals(mapping.get("mono")) && trust(one) > trust(mapping)) return;
      known.removeIf(one -> one.get("mono").equals(mapping.get("mono")));
      known.add(mapping);
      known.sort((a, b) -> Long.compare((Long) a.get("mono"), (Long) b.get("mono")));
      if (known.size() > 32) known.remove(leastUseful(known));
    }
    mappings.remove(boot); // the boot heard of last stays longest
    mappings.put((String) boot, known);
    if (mappings.size() > 32) mappings.remove(mappings.keySet().iterator().next());
  }

  private static int leastUseful(List<Map<String, Object>> known) {
    int least = 1;
    double[] worth = null;
    for (int at = 1; at < known.size() - 1; at++) {
      Map<String, Object> before = known.get(at - 1), one = known.get(at), after = known.get(at + 1);
      double bend = Math.abs(offset(one) - between(before, after, (Long) one.get("mono")));
      double room = (Long) after.get("mono") - (Long) before.get("mono");
      double[] own = {before.get("quality").equals(one.get("quality")) ? 0 : 1, trust(one), bend, room};
      if (worth != null && Arrays.compare(own, worth) >= 0) continue;
      worth = own;
      least = at;
    }
    return least;
  }

  private static double between(Map<String, Object> before, Map<String, Object> after, long mono) {
    double share = (double) (mono - (Long) before.get("mono")) / ((Long) after.get("mono") - (Long) before.get("mono"));
    return offset(before) + (offset(after) - offset(before)) * share;
  }

  private static long offset(Map<String, Object> mapping) {
    return (Long) mapping.get("utc") - (Long) mapping.get("mono");
  }

  private static int trust(Map<String, Object> mapping) {
    return TRUST.indexOf((String) mapping.get("quality"));
  }

  // -------------------------------------------------------------------------------------- what came, and what is whole

  private static final int MOST_EPOCHS = 64;
  private static final int COMPARED_EPOCHS = 2;
  private static final int MOST_PRINTS = 512; // of a stream
  private static final int MOST_INTERVALS = 500; // in one acknowledgement

  private final Map<String, Map<String, Reception>> epochs = new LinkedHashMap<>(); // epoch -> stream -> what came of it

  private static final int MOST_CONFLICTS = 100;

  private final boolean joinLate;
  private final List<Object> conflicts = new ArrayList<>();
  private long received;
  private long duplicates;
  private long forgotten; // epochs
  private Map<String, Object> current; // the birth that was said last as the current one
  private Map<String, Object> learned; // the birth that came last, where it was new
  private String pointer; // or its hash, where the document has not come
  private List<Object> unsettled = new ArrayList<>(STREAM); // of a late join: streams of which no live message has come
  private String joined; // the epoch in use when this platform joined
  private List<Object> begun = new ArrayList<>(); // epochs since: expected from their first row

  /**
   * To be told of every decoded message, in order. `retained`: the broker had kept it. Of telemetry and events: what each part was, as maps of epoch, stream, seq, part,
   * digest and arrival: `new` (insert its rows), `duplicate` (they are there), `conflict` (the same key with another content).
   */
  public List<Map<String, Object>> arrivals(Map<String, Object> message, boolean retained) {
    List<Map<String, Object>> arrivals = new ArrayList<>();
    boolean isEvent = message.containsKey("event");
    if (message.containsKey("heads")) heads(message, retained);
    else if (message.containsKey("channels")) born(message);
    else if (message.containsKey("current")) {
      pointer = (String) message.get("current");
      if (births.containsKey(pointer)) joinBirth(births.get(pointer));
    } else if (message.containsKey("reason") && message.containsKey("stream")) {
      joinRow(message.get("stream"), message.get("epoch"), (Long) message.get("from"), 1, true);
      reception(message.get("epoch"), message.get("stream")).entomb((Long) message.get("from"), (Long) message.get("to"));
    }
    if (!isEvent && !message.containsKey("values")) return arrivals;
    String stream = isEvent ? "event" : "telemetry";
    long seq = (Long) message.get("seq");
    long part = isEvent ? 1 : (Long) message.get("first");
    joinRow(stream, message.get("epoch"), seq, part, Boolean.TRUE.equals(message.get("historical")));
    Reception reception = reception(message.get("epoch"), stream);
    for (Long digest : digests(message)) {
      String arrival = reception.part(seq, part, digest, names(message.get("slice")));
      if (arrival.equals("new")) received++;
      if (arrival.equals("duplicate")) duplicates++;
      if (arrival.equals("conflict") && conflicts.size() < MOST_CONFLICTS)
        conflicts.add(map("epoch", message.get("epoch"), "stream", stream, "seq", seq, "part", part));
      arrivals.add(map("epoch", message.get("epoch"), "stream", stream, "seq", seq, "part", part++, "digest", digest,
          "arrival", arrival.equals("slice") ? "new" : arrival));
    }
    if (isEvent) reception.seal(seq, 1);
    else if (Boolean.TRUE.equals(message.get("sealed"))) reception.seal(seq, (Long) message.get("last"));
    return arrivals;
  }

  /** The same of a message that came live. */
  public List<Map<String, Object>> arrivals(Map<String, Object> message) {
    return arrivals(message, false);
  }

  /**
   * What came and what did not: `missing` (what must have been said, and is not here), `behindHead` (written there, and not here yet),
   * each a list of epoch, stream, from, to and, within one row, `parts`; `received`, `duplicates`, `conflicts`. `complete` says nothing of
   * messages that you hold for want of a birth.
   */
  public Map<String, Object> report() {
    List<Object> missing = new ArrayList<>();
    List<Object> behind = new ArrayList<>();
    for (Map.Entry<String, Map<String, Reception>> epoch : epochs.entrySet())
      for (Map.Entry<String, Reception> stream : epoch.getValue().entrySet()) {
        for (Map<String, Object> gap : stream.getValue().missing()) missing.add(named(epoch.getKey(), stream.getKey(), gap));
        for (Map<String, Object> gap : stream.getValue().behindHead()) behind.add(named(epoch.getKey(), stream.getKey(), gap));
      }
    boolean complete = missing.isEmpty() && behind.isEmpty() && conflicts.isEmpty();
    return map("received", received, "duplicates", duplicates, "conflicts", new ArrayList<>(conflicts), "missing", missing,
        "behindHead", behind, "complete", complete, "forgottenEpochs", forgotten);
  }

  private static Map<String, Object> named(String epoch, String stream, Map<String, Object> gap) {
    Map<String, Object> named = map("epoch", epoch, "stream", stream);
    named.putAll(gap);
    return named;
  }

  private void heads(Map<String, Object> state, boolean retained) {
    if (joinLate && !joinState(state, retained)) return;
    for (String stream : STREAM)
      for (String name : names("heads delivered")) {
        Map<String, Object> head = names(names(state.get(name)).get(stream));
        reception(state.get("epoch"), stream).expect((Long) head.get("seq"), (Long) head.get("parts"), name.equals("delivered"));
      }
  }

  private void born(Map<String, Object> birth) {
    Map<String, Object> previous = names(birth.get("previous"));
    if (!joinLate && previous != null)
      for (String stream : STREAM) reception(previous.get("epoch"), stream).expect((Long) previous.get(stream), 1, true);
    boolean isPointed = birth == learned && pointer != null && births.get(pointer) == birth;
    if (birth != current && !isPointed) return;
    if (birth == current) pointer = null;
    joinBirth(birth);
  }

  /** What was delivered before this platform listened: the first live message of a stream tells, not a state that was kept. */
  private boolean joinState(Map<String, Object> state, boolean retained) {
    if (Boolean.TRUE.equals(state.get("will"))) return unsettled.isEmpty();
    if (joined == null) joined = (String) state.get("epoch");
    for (Object stream : new ArrayList<>(unsettled)) {
      Map<String, Object> head = names(names(state.get("heads")).get(stream));
      Map<String, Object> seen = names(names(state.get("delivered")).get(stream));
      long parts = (Long) seen.get("parts");
      reception(state.get("epoch"), stream).startAfter((Long) seen.get("seq"), parts == 0 ? -1 : parts);
      if (!Boolean.TRUE.equals(state.get("online")) || !retained && head.equals(seen)) unsettled.remove(stream);
    }
    return true;
  }

  private void joinRow(Object stream, Object epoch, long seq, long first, boolean historical) {
    if (!joinLate) return;
    boolean live = !historical && unsettled.contains(stream);
    if (live) {
      if (joined == null) joined = (String) epoch;
      unsettled.remove(stream);
    }
    if (live || !begun.contains(epoch) && (!epochs.containsKey((String) epoch) || reception(epoch, stream).isUntouched()))
      reception(epoch, stream).startBefore(seq, first);
  }

  private void joinBirth(Map<String, Object> birth) {
    if (!joinLate) return;
    if (unsettled.size() == STREAM.size() || joined == null) joined = (String) birth.get("epoch");
    Map<String, Object> previous = names(birth.get("previous"));
    boolean isNew = !birth.get("epoch").equals(joined);
    if (isNew && !begun.contains(birth.get("epoch")) && begun.size() < MOST_EPOCHS) begun.add(birth.get("epoch"));
    if (previous == null) return;
    for (String stream : STREAM) {
      Reception reception = reception(previous.get("epoch"), stream);
      if (isNew && !unsettled.contains(stream)) reception.expect((Long) previous.get(stream), 1, true);
      else reception.startAfter((Long) previous.get(stream), -1);
    }
  }

  /**
   * Rows that are here as a whole (tombstones, too) since this was asked for last: maps of epoch, stream and intervals, each ready for
   * one `ack`. Acknowledge them when they are stored; a row that comes again is named again.
   */
  public List<Map<String, Object>> takeComplete() {
    List<Map<String, Object>> complete = new ArrayList<>();
    for (Map.Entry<String, Map<String, Reception>> epoch : epochs.entrySet())
      for (Map.Entry<String, Reception> stream : epoch.getValue().entrySet()) {
        List<Object> intervals = stream.getValue().ready.pairs();
        stream.getValue().ready = new Intervals();
        for (int at = 0; at < intervals.size(); at += MOST_INTERVALS)
          complete.add(map("epoch", epoch.getKey(), "stream", stream.getKey(),
              "intervals", intervals.subList(at, Math.min(at + MOST_INTERVALS, intervals.size()))));
      }
    return complete;
  }

  /** What of one gateway is kept over a restart, as JSON. Pieces of a birth come again. */
  public String save() {
    Map<String, Object> streams = map();
    for (Map.Entry<String, Map<String, Reception>> epoch : epochs.entrySet()) {
      Map<String, Object> saved = map();
      for (Map.Entry<String, Reception> stream : epoch.getValue().entrySet()) saved.put(stream.getKey(), stream.getValue().save());
      streams.put(epoch.getKey(), saved);
    }
    StringBuilder text = new StringBuilder();
    json(text, map("version", 1L, "births", births, "mappings", mappings, "epochs", streams, "joinLate", joinLate,
        "join", Arrays.asList(unsettled, joined, begun), "pointer", pointer, "conflicts", conflicts,
        "counts", List.of(received, duplicates, forgotten)));
    return text.toString();
  }

  /** Goes on exactly where `save` was called; keys are yours to give again. */
  public static LifelineTelemetry restore(String saved) {
    Map<String, Object> state = names(new Json(saved).whole());
    if (!Long.valueOf(1).equals(state.get("version"))) throw new IllegalArgumentException("this knows what version 1 saved");
    LifelineTelemetry made = new LifelineTelemetry((Boolean) state.get("joinLate"));
    made.unsettled = new ArrayList<>(list(list(state.get("join")).get(0)));
    made.joined = (String) list(state.get("join")).get(1);
    made.begun = new ArrayList<>(list(list(state.get("join")).get(2)));
    made.pointer = (String) state.get("pointer");
    made.conflicts.addAll(list(state.get("conflicts")));
    made.received = (Long) list(state.get("counts")).get(0);
    made.duplicates = (Long) list(state.get("counts")).get(1);
    names(state.get("births")).forEach((hash, birth) -> made.births.put(hash, names(birth)));
    names(state.get("mappings")).forEach((boot, known) -> {
      List<Map<String, Object>> times = new ArrayList<>();
      for (Object time : list(known)) times.add(names(time));
      made.mappings.put(boot, times);
    });
    for (String epoch : names(state.get("epochs")).keySet()) made.reception(epoch, "event"); // all, before any has prints to lose
    names(state.get("epochs")).forEach((epoch, streams) ->
        names(streams).forEach((stream, one) -> made.reception(epoch, stream).restore(list(one))));
    made.forgotten = (Long) list(state.get("counts")).get(2);
    return made;
  }

  private Reception reception(Object epoch, Object stream) {
    if (!epochs.containsKey((String) epoch)) {
      if (epochs.size() >= MOST_EPOCHS) {
        epochs.remove(epochs.keySet().iterator().next());
        forgotten++;
      }
      int compared = epochs.size() - COMPARED_EPOCHS + 1; // the newest keep what copies are compared with
      for (Map<String, Reception> old : epochs.values()) if (compared-- > 0) old.values().forEach(one -> one.prints.clear());
      Map<String, Reception> made = new LinkedHashMap<>();
      for (String name : STREAM) made.put(name, new Reception());
      epochs.put((String) epoch, made);
    }
    return epochs.get(epoch).get(stream);
  }

  /** What came of one stream of one epoch. */
  private static final class Reception {
    private final Intervals rows = new Intervals();
    private final Intervals entombed = new Intervals();
    private final Map<Long, OpenRow> open = new LinkedHashMap<>();
    private final Map<String, Long> prints = new LinkedHashMap<>(); // digests of what came of late
    private Intervals ready = new Intervals();
    private long base; // the last row that is not expected
    private long partly = -1; // of that row only what comes up to this part; -1: it is not expected at all
    private long[] head = {0, 0}; // the newest row there, and how many parts it had
    private long[] certain = {0, 0}; // of those that count as delivered

    void startAfter(long seq, long parts) {
      if (seq < base) return;
      base = seq;
      partly = parts;
    }

    void startBefore(long seq, long part) {
      if (seq < base || seq == base && partly < 0) return;
      base = seq - 1;
      partly = -1;
      if (part > 1 && !rows.has(seq)) open.computeIfAbsent(seq, key -> new OpenRow()).from = part;
    }

    boolean isUntouched() {
      return base == 0 && head[0] == 0 && certain[0] == 0 && rows.max() == 0 && open.isEmpty() && entombed.max() == 0;
    }

    void expect(long seq, long parts, boolean isCertain) {
      head = later(head, seq, parts);
      if (isCertain) certain = later(certain, seq, parts);
    }

    private static long[] later(long[] known, long seq, long parts) {
      return seq > known[0] || seq == known[0] && parts > known[1] ? new long[] {seq, parts} : known;
    }

    private long[] seen() {
      long[] seen = {Math.max(base, Math.max(rows.max(), entombed.max())), 0};
      for (Map.Entry<Long, OpenRow> row : open.entrySet()) seen = later(seen, row.getKey(), row.getValue().parts.max());
      return seen;
    }

    private List<Map<String, Object>> rowGaps(long low, long high) {
      Intervals covered = new Intervals();
      covered.addAll(rows.pairs());
      covered.addAll(entombed.pairs());
      covered.add(1, base);
      for (long seq : open.keySet()) covered.add(seq, seq);
      List<Map<String, Object>> gaps = new ArrayList<>();
      for (long[] gap : covered.missing(low, high)) gaps.add(map("from", gap[0], "to", gap[1]));
      return gaps;
    }

    List<Map<String, Object>> missing() {
      long[] top = later(seen(), certain[0], certain[1]);
      List<Map<String, Object>> gaps = rowGaps(1, top[0]);
      for (Map.Entry<Long, OpenRow> one : open.entrySet()) {
        long seq = one.getKey();
        OpenRow row = one.getValue();
        if (seq <= base || entombed.has(seq)) continue;
        long claimed = seq == top[0] ? Math.max(row.parts.max(), top[1]) : row.parts.max();
        for (long[] parts : row.parts.missing(row.from, row.end < 0 ? claimed : row.end))
          gaps.add(map("from", seq, "to", seq, "parts", List.of(parts[0], parts[1])));
        if (row.end < 0 && seq < top[0]) gaps.add(map("from", seq, "to", seq, "parts", Arrays.asList(claimed + 1, null)));
      }
      gaps.sort((a, b) -> Long.compare((Long) a.get("from"), (Long) b.get("from")));
      return gaps;
    }

    List<Map<String, Object>> behindHead() {
      long[] seen = later(seen(), certain[0], certain[1]);
      List<Map<String, Object>> rest = new ArrayList<>();
      OpenRow row = open.get(head[0]);
      boolean isUnderWay = head[0] == seen[0] && row != null && row.end < 0 && head[0] > base && !entombed.has(seen[0]);
      if (isUnderWay && head[1] > seen[1]) rest.add(map("from", seen[0], "to", seen[0], "parts", List.of(seen[1] + 1, head[1])));
      rest.addAll(rowGaps(seen[0] + 1, head[0]));
      return rest;
    }

    String part(long seq, long part, long digest, Map<String, Object> slice) {
      if (seq == base && partly >= 0 && part > partly) startBefore(seq, partly + 1);
      String piece = seq + " " + part + (slice == null ? "" : " " + slice.get("index") + " " + slice.get("count"));
      OpenRow row = open.get(seq);
      if (slice != null || rows.has(seq) || row != null && row.parts.has(part) || entombed.has(seq))
        if (prints.containsKey(piece)) return prints.get(piece) == digest ? again(seq) : "conflict";
      prints.put(piece, digest);
      if (prints.size() > MOST_PRINTS) prints.remove(prints.keySet().iterator().next());
      if (rows.has(seq)) return again(seq);
      row = open.computeIfAbsent(seq, key -> new OpenRow());
      if (row.parts.has(part)) return "duplicate";
      if (slice != null) {
        Intervals have = row.slices.computeIfAbsent(part, key -> new Intervals());
        have.add((Long) slice.get("index"), (Long) slice.get("index"));
        if (have.count() < (Long) slice.get("count")) return "slice";
        row.slices.remove(part);
      }
      row.parts.add(part, part);
      close(seq, row);
      return "new";
    }

    private String again(long seq) {
      if (rows.has(seq)) ready.add(seq, seq);
      return "duplicate";
    }

    void seal(long seq, long end) {
      if (rows.has(seq)) return;
      OpenRow row = open.computeIfAbsent(seq, key -> new OpenRow());
      row.end = end;
      close(seq, row);
    }

    void entomb(long from, long to) {
      entombed.add(from, to);
      ready.add(from, to);
      open.keySet().removeIf(seq -> from <= seq && seq <= to);
    }

    private void close(long seq, OpenRow row) {
      if (row.end < 0 || !row.parts.covers(1, row.end)) return;
      rows.add(seq, seq);
      ready.add(seq, seq);
      open.remove(seq);
    }

    Object save() {
      List<Object> unfinished = new ArrayList<>();
      for (Map.Entry<Long, OpenRow> one : open.entrySet()) {
        Map<String, Object> slices = map();
        one.getValue().slices.forEach((part, have) -> slices.put(String.valueOf(part), have.pairs()));
        unfinished.add(List.of(one.getKey(), one.getValue().parts.pairs(), one.getValue().end, slices, one.getValue().from));
      }
      List<Long> place = List.of(base, partly, head[0], head[1], certain[0], certain[1]);
      return List.of(rows.pairs(), entombed.pairs(), ready.pairs(), unfinished, prints, place);
    }

    void restore(List<Object> saved) {
      rows.addAll(saved.get(0));
      entombed.addAll(saved.get(1));
      ready.addAll(saved.get(2));
      for (Object one : list(saved.get(3))) {
        OpenRow row = new OpenRow();
        row.parts.addAll(list(one).get(1));
        row.end = (Long) list(one).get(2);
        row.from = (Long) list(one).get(4);
        names(list(one).get(3)).forEach((part, have) ->
            row.slices.computeIfAbsent(Long.valueOf(part), key -> new Intervals()).addAll(have));
        open.put((Long) list(one).get(0), row);
      }
      names(saved.get(4)).forEach((piece, digest) -> prints.put(piece, (Long) digest));
      List<Object> place = list(saved.get(5));
      base = (Long) place.get(0);
      partly = (Long) place.get(1);
      head = new long[] {(Long) place.get(2), (Long) place.get(3)};
      certain = new long[] {(Long) place.get(4), (Long) place.get(5)};
    }
  }

  private static final class OpenRow {
    private final Intervals parts = new Intervals();
    private final Map<Long, Intervals> slices = new LinkedHashMap<>();
    private long end = -1; // not known
    private long from = 1; // parts before it are not expected
  }

  /** A set of whole numbers that is mostly contiguous: from -> to, never touching. */
  private static final class Intervals {
    private final TreeMap<Long, Long> items = new TreeMap<>();

    void add(long from, long to) {
      if (to < from) return;
      Map.Entry<Long, Long> near = items.floorEntry(from);
      long low = near != null && near.getValue() >= from - 1 ? near.getKey() : from;
      long high = to;
      for (near = items.ceilingEntry(low); near != null && near.getKey() <= to + 1; near = items.ceilingEntry(low)) {
        high = Math.max(high, near.getValue());
        items.remove(near.getKey());
      }
      items.put(low, high);
    }

    void addAll(Object saved) {
      for (Object one : list(saved)) add((Long) list(one).get(0), (Long) list(one).get(1));
    }

    boolean has(long number) {
      return covers(number, number);
    }

    boolean covers(long from, long to) {
      if (to < from) return true;
      Map.Entry<Long, Long> near = items.floorEntry(from);
      return near != null && near.getValue() >= to;
    }

    long max() {
      return items.isEmpty() ? 0 : items.lastEntry().getValue();
    }

    List<long[]> missing(long low, long high) {
      List<long[]> gaps = new ArrayList<>();
      for (Map.Entry<Long, Long> one : items.entrySet()) {
        if (one.getValue() < low) continue;
        if (low > high) break;
        if (one.getKey() > low) gaps.add(new long[] {low, Math.min(one.getKey() - 1, high)});
        low = Math.max(low, one.getValue() + 1);
      }
      if (low <= high) gaps.add(new long[] {low, high});
      return gaps;
    }

    long count() {
      return items.entrySet().stream().mapToLong(one -> one.getValue() - one.getKey() + 1).sum();
    }

    List<Object> pairs() {
      List<Object> pairs = new ArrayList<>();
      items.forEach((from, to) -> pairs.add(List.of(from, to)));
      return pairs;
    }
  }

  // -------------------------------------------------------------------------------------------------------- digests

  /** What two copies have in common: 48 bits for each part of telemetry, one for an event, none for anything else. */
  public List<Long> digests(Map<String, Object> message) {
    if (message.containsKey("event")) {
      Digest digest = new Digest().add(message.get("boot"));
      Map<String, Object> event = new LinkedHashMap<>(names(message.get("event")));
      event.remove("v");
      walk(digest, event);
      return List.of(bits48(digest.low(), digest.high()));
    }
    if (!message.containsKey("values")) return List.of();
    Map<Object, Object> index = new LinkedHashMap<>();
    for (Object channel : list(births.get(message.get("birth")).get("channels")))
      index.put(names(channel).get("point"), names(channel).get("index"));
    List<Object> bounds = list(message.get("bounds"));
    int[] low = new int[bounds.size()];
    int[] high = new int[bounds.size()];
    for (int part = 0; part < low.length; part++) {
      Digest key = new Digest().add(message.get("boot")).add(message.get("evidence"));
      for (Object bound : list(bounds.get(part))) key.add(bound);
      low[part] = key.low();
      high[part] = key.high();
    }
    for (Object value : list(message.get("values"))) {
      Map<String, Object> cell = names(value);
      long code = QUALITY.indexOf((String) cell.get("quality"));
      boolean isReport = cell.containsKey("n");
      if (!isReport && cell.get("value") == null && code == 0) continue;
      Digest digest = new Digest().add(isReport ? 2L : 1L);
      if (isReport) digest.add(cell.get("period"));
      digest.add(index.get(cell.get("point"))).add(cell.get("time")).add(code);
      for (String name : isReport ? names("min mean max n") : names("value")) digest.add(cell.get(name));
      int part = Math.toIntExact((Long) cell.get("part") - (Long) message.get("first"));
      low[part] += digest.low();
      high[part] += digest.high();
    }
    List<Long> digests = new ArrayList<>();
    for (int part = 0; part < low.length; part++) digests.add(bits48(low[part], high[part]));
    return digests;
  }

  private static void walk(Digest digest, Object value) {
    if (value instanceof List) {
      digest.word(6).add((long) list(value).size());
      for (Object one : list(value)) walk(digest, one);
    } else if (value instanceof Map) {
      digest.word(7).add((long) names(value).size());
      for (Map.Entry<String, Object> one : new TreeMap<>(names(value)).entrySet()) walk(digest.add(one.getKey()), one.getValue());
    } else digest.add(value);
  }

  private static long bits48(int low, int high) {
    return (long) (high & 0xffff) << 32 | low & 0xffffffffL;
  }

  private static final class Digest {
    private int low = 0x2f6c9a11;
    private int high = 0x51abe377;

    Digest word(int word) {
      low = Integer.rotateLeft(low ^ Integer.rotateLeft(word * 0xcc9e2d51, 15) * 0x1b873593, 13) * 5 + 0xe6546b64;
      high = Integer.rotateLeft(high ^ Integer.rotateLeft(word * 0x239b961b, 16) * 0xab0e9789, 17) * 5 + 0x561ccd1b;
      return this;
    }

    Digest add(Object cell) {
      if (cell instanceof Number) {
        long bits = Double.doubleToLongBits(((Number) cell).doubleValue() + 0.0);
        return word(4).word((int) bits).word((int) (bits >>> 32));
      }
      if (!(cell instanceof String)) return word(cell == null ? 3 : (Boolean) cell ? 1 : 2);
      word(5).word(((String) cell).length());
      for (char unit : ((String) cell).toCharArray()) word(unit);
      return this;
    }

    int low() {
      return finish(low ^ high * 0x9e3779b1);
    }

    int high() {
      return finish(high ^ low * 0x85ebca77);
    }

    private static int finish(int lane) {
      int mixed = (lane ^ lane >>> 16) * 0x85ebca6b;
      mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
      return mixed ^ mixed >>> 16;
    }
  }

  // ----------------------------------------------------------------------------------------------------------- CBOR

  /** RFC 8949 with definite lengths: Long, Double, Boolean, null, String, byte[], List, Map. A tag is passed over. */
  private static final class Cbor {
    private final ByteBuffer bytes;

    Cbor(byte[] bytes) {
      this.bytes = ByteBuffer.wrap(bytes);
    }

    Object whole() {
      Object item = item(0);
      if (bytes.hasRemaining()) throw new IllegalArgumentException("bytes follow the message");
      return item;
    }

    private Object item(int depth) {
      if (depth > 64) throw new IllegalArgumentException("nested too deeply");
      int head = bytes.get() & 0xff;
      int major = head >> 5;
      if (major == 7) return simple(head & 31);
      long size = size(head & 31);
      switch (major) {
        case 0:
          return size;
        case 1:
          return -1 - size;
        case 2:
          return take(size);
        case 3:
          return new String(take(size), StandardCharsets.UTF_8);
        case 6:
          return item(depth + 1);
        default:
          return major == 4 ? items(size, depth) : pairs(size, depth);
      }
    }

    private List<Object> items(long size, int depth) {
      List<Object> items = new ArrayList<>();
      for (long nth = 0; nth < size; nth++) items.add(item(depth + 1));
      return items;
    }

    private Map<Object, Object> pairs(long size, int depth) {
      Map<Object, Object> map = new LinkedHashMap<>();
      for (long nth = 0; nth < size; nth++) map.put(item(depth + 1), item(depth + 1));
      return map;
    }

    private long size(int info) {
      long size = info < 24 ? info : info == 24 ? bytes.get() & 0xff : info == 25 ? bytes.getShort() & 0xffff
          : info == 26 ? bytes.getInt() & 0xffffffffL : info == 27 ? bytes.getLong() : -1;
      if (size < 0) throw new IllegalArgumentException("a length is indefinite or too large");
      return size;
    }

    private Object simple(int info) {
      switch (info) {
        case 20: case 21:
          return info == 21;
        case 22: case 23:
          return null;
        case 25:
          return half(bytes.getShort() & 0xffff);
        case 26:
          return (double) bytes.getFloat();
        case 27:
          return bytes.getDouble();
        default:
          throw new IllegalArgumentException("a simple value that is none of ours");
      }
    }

    private static double half(int bits) {
      int exponent = bits >> 10 & 31;
      int fraction = bits & 1023;
      double value = exponent == 0 ? fraction * 0x1p-24
          : exponent == 31 ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN) : (1024 + fraction) * Math.pow(2, exponent - 25);
      return bits >> 15 == 0 ? value : -value;
    }

    private byte[] take(long size) {
      if (size > bytes.remaining()) throw new IllegalArgumentException("the message is cut off");
      byte[] taken = new byte[(int) size];
      bytes.get(taken);
      return taken;
    }
  }

  // ------------------------------------------------------------------------------------------------------- odds and ends

  private static String quality(int code) {
    return code < QUALITY.size() ? QUALITY.get(code) : "protocol-error";
  }

  private static Object id(Object value) {
    return value instanceof byte[] ? hex((byte[]) value) : value;
  }

  private static String hex(byte[] bytes) {
    StringBuilder out = new StringBuilder();
    for (byte one : bytes) out.append(String.format("%02x", one));
    return out.toString();
  }

  private static String hashOf(byte[] document) {
    try {
      return hex(MessageDigest.getInstance("SHA-256").digest(document)).substring(0, 16);
    } catch (java.security.NoSuchAlgorithmException error) {
      throw new IllegalStateException(error); // every Java has it
    }
  }

  private static int number(Object value) {
    return Math.toIntExact((Long) value);
  }

  private static String[] names(String words) {
    return words.isEmpty() ? new String[0] : words.split(" ");
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> fields(Object value) {
    return value instanceof Map ? (Map<Object, Object>) value : Collections.emptyMap();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> names(Object value) {
    return (Map<String, Object>) value;
  }

  private static Map<String, Object> map(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int at = 0; at < pairs.length; at += 2) map.put((String) pairs[at], pairs[at + 1]);
    return map;
  }

  private static void json(StringBuilder out, Object value) {
    String between = "";
    if (value instanceof Map) {
      out.append('{');
      for (Map.Entry<?, ?> one : ((Map<?, ?>) value).entrySet()) {
        json(out.append(between), String.valueOf(one.getKey()));
        json(out.append(':'), one.getValue());
        between = ",";
      }
      out.append('}');
    } else if (value instanceof List) {
      out.append('[');
      for (Object one : list(value)) {
        json(out.append(between), one);
        between = ",";
      }
      out.append(']');
    } else if (value instanceof String) {
      out.append('"');
      for (char unit : ((String) value).toCharArray())
        if (unit < ' ' || unit == '"' || unit == '\\' || Character.isSurrogate(unit)) out.append(String.format("\\u%04x", (int) unit));
        else out.append(unit);
      out.append('"');
    } else out.append(value);
  }

  /**
   * Reads lines `<topic> <payload in hex>` (behind it `retained`, where the broker had kept it) and prints a line of JSON for each: the
   * message, its rows, digests and arrivals, and what is complete since the line before. A line `restart` saves and restores, `report`
   * prints what is missing. Arguments: the prefix of the topics, which may have levels of its own; `late` for a gateway that has been
   * running; the name and the 32 bytes (in hex) of a key without which no event is taken.
   */
  public static void main(String[] arguments) throws java.io.IOException {
    List<String> given = List.of(arguments);
    LifelineTelemetry gateway = new LifelineTelemetry(given.size() > 1 && given.get(1).equals("late"));
    String prefix = (given.isEmpty() ? "lifeline" : given.get(0)) + "/v1/";
    if (given.size() > 3) {
      PublicKey key = publicKey(bytes(given.get(3)));
      gateway.useKeys(name -> name.equals(given.get(2)) ? key : null, true);
    }
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    java.io.PrintStream out = new java.io.PrintStream(System.out, true, "UTF-8");
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      StringBuilder text = new StringBuilder();
      if (line.equals("restart")) {
        LifelineTelemetry before = gateway;
        gateway = LifelineTelemetry.restore(before.save());
        gateway.useKeys(before.keys, before.onlySigned);
        continue;
      }
      if (line.equals("report")) {
        json(text, gateway.report());
        out.println(text);
        continue;
      }
      String[] words = line.split(" ", 3);
      byte[] payload = bytes(words.length > 1 ? words[1] : "");
      if (!words[0].startsWith(prefix)) throw new IllegalArgumentException(words[0] + " is not a topic of this prefix");
      String[] levels = words[0].substring(prefix.length()).split("/", 2);
      String name = levels[0];
      Map<String, Object> message = gateway.decode(words[0].substring(prefix.length()), payload);
      boolean retained = words.length > 2 && words[2].equals("retained");
      json(text, map("message", message, "rows", gateway.rows(name, message), "digests", gateway.digests(message),
          "arrivals", gateway.arrivals(message, retained), "complete", gateway.takeComplete()));
      out.println(text);
    }
  }

  private static byte[] bytes(String digits) {
    byte[] bytes = new byte[digits.length() / 2];
    for (int at = 0; at < bytes.length; at++) bytes[at] = (byte) Integer.parseInt(digits.substring(2 * at, 2 * at + 2), 16);
    return bytes;
  }
}
