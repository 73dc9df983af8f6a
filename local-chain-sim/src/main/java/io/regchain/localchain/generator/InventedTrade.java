package io.regchain.localchain.generator;

/**
 * Who sells to whom, by their places in a list of investors.
 *
 * @param quantity shares
 * @param priceFen fen per share
 */
public record InventedTrade(int seller, int buyer, long quantity, long priceFen) {}
