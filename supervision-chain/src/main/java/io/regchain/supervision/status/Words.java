package io.regchain.supervision.status;

/** One sentence for people, in Chinese and in English. */
public record Words(String zh, String en) {}
