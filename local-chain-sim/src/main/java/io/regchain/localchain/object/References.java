package io.regchain.localchain.object;

import io.regchain.localchain.book.Account;
import io.regchain.localchain.book.MarketBooks;
import io.regchain.localchain.book.Product;

/**
 * References as JR/T 0314 6.6 has them: the referenced id and its snapshot version at business time, {@code
 * <id>/<version>}. They stay as they are when the target moves on.
 */
public final class References {
    private final MarketBooks books;

    public References(MarketBooks books) {
        this.books = books;
    }

    public String product(Product product) {
        return of(product.objectId());
    }

    public String account(Account account) {
        return of(account.accountObject());
    }

    public String subject(Account account) {
        return of(account.subjectObject());
    }

    public String of(String objectId) {
        return books.reference(objectId)
                .orElseThrow(() -> new IllegalStateException(
                        "the books name the object " + objectId + ", which this chain does not hold"));
    }
}
