package io.regchain.localchain.scenario;

/** A text for people, in both languages of the hub. */
public record Wording(String zh, String en) {}
