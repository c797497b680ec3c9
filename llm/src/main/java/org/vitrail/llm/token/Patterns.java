package org.vitrail.llm.token;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.vitrail.llm.token.regex.Regex;

/** The expressions by which families of tokenizers cut texts into words. */
public final class Patterns {
  /** Radford et al. 2019. */
  public static final String GPT2 =
      "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";
  /** OpenAI's cl100k and Llama 3: contractions in any case, numbers of at most three digits. */
  public static final String LLAMA3 = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
      + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  /** Qwen 2 to 3: as Llama 3 with single digits. */
  public static final String QWEN2 = LLAMA3.replace("{1,3}", "");
  /** OpenAI's o200k: upper and lower case are words of their own. */
  public static final String O200K = "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*"
      + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?"
      + "[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}"
      + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
  /** CLIP (Radford et al. 2021), in lower case already; what does not match is dropped. */
  static final String CLIP = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+";

  private static final Map<String, Regex> COMPILED = new ConcurrentHashMap<>();

  private Patterns() {}

  /** An expression of this class, compiled once. */
  static Regex regex(String pattern) {
    return COMPILED.computeIfAbsent(pattern, Regex::of);
  }
}
