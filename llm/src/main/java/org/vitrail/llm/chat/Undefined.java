package org.vitrail.llm.chat;

/** The value of what is not there: prints as nothing, is not true, and has no parts. */
record Undefined(String name) {}
