package org.vitrail.llm.chat;

/** What one side of a chat says: {@code system}, {@code user}, {@code assistant}, or what else a template knows. */
public record Message(String role, String content) {}
