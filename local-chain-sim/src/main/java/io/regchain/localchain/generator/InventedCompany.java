package io.regchain.localchain.generator;

import io.regchain.protocol.base.EnterpriseCode;
import io.regchain.protocol.base.ProductCode;
import io.regchain.protocol.base.UnifiedSocialCreditCode;

/**
 * A company that does not exist, with a security.
 *
 * @param issued shares
 */
public record InventedCompany(
        String name, UnifiedSocialCreditCode creditCode, EnterpriseCode code, ProductCode product, long issued) {}
