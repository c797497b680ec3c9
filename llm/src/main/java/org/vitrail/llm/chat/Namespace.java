package org.vitrail.llm.chat;

import java.util.LinkedHashMap;

/** An object that loops can set, which otherwise see only variables of their own. */
final class Namespace extends LinkedHashMap<String, Object> {
  private static final long serialVersionUID = 1;
}
