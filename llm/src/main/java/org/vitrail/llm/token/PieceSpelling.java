package org.vitrail.llm.token;

import java.nio.charset.StandardCharsets;

/**
 * How pieces read: U+2581 is a space, that at the beginning of a text nothing.
 *
 * @param unk the unknown piece, which reads as {@code unknown}
 * @param bytes whether {@code <0x0A>} is a byte
 */
record PieceSpelling(String unk, String unknown, boolean bytes, SpaceNormalizer.Rules rules) implements Spelling {

  @Override public byte[] bytes(String token, String previous) {
    if (token.equals(unk)) return unknown.getBytes(StandardCharsets.UTF_8);
    int b = bytes ? ByteTokens.value(token) : -1;
    if (b >= 0) return new byte[] {(byte) b};
    boolean drops = previous == null && (rules.dummyPrefix() || rules.trimmed()) && !token.isEmpty()
        && token.charAt(0) == SentencePiece.SPACE;
    return token.substring(drops ? 1 : 0).replace(SentencePiece.SPACE, ' ').getBytes(StandardCharsets.UTF_8);
  }

  @Override public boolean waitsForText() {
    return rules.trimmed();
  }
}
