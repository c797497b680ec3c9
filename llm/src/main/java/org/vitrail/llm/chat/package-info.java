/** Chats as texts: templates in the language of Jinja, as the files of chat models have them. */
package org.vitrail.llm.chat;
