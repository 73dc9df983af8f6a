package io.regchain.localchain.conformance;

import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.wire.connect.ConnectCallHead;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import java.util.Optional;

/**
 * A question and what came of it.
 *
 * @param url where it was asked
 */
public record Exchange(String url, Question question, Result result) {
    /** What came back. */
    sealed interface Result {}

    record Answer(int status, String contentType, Bytes body) implements Result {}

    /** @param detail what happened instead, for people */
    record NoAnswer(Reason reason, String detail) implements Result {}

    /** Why there is no answer. */
    enum Reason {
        /** The connection could not be made, or broke. */
        BROKEN,
        /** Nothing came in time. */
        LATE,
        /** More came than any answer may have. */
        TOO_LARGE,
        /** Not asked any more: the node was silent too often. */
        GIVEN_UP
    }

    Optional<Answer> answer() {
        return result instanceof Answer answer ? Optional.of(answer) : Optional.empty();
    }

    /** The status of the answer; 0 without one. */
    int status() {
        return answer().map(Answer::status).orElse(0);
    }

    /** What came back in a few words. */
    String outcome() {
        return switch (result) {
            case Answer answer -> "HTTP " + answer.status();
            case NoAnswer none -> "no answer: " + none.detail();
        };
    }

    /** Method, address and content type of the request. */
    public String call() {
        return question.method() + " " + url + " ("
                + question.headers().getOrDefault(ConnectCallHead.CONTENT_TYPE, "no content type") + ")";
    }

    /** The request's body, readable. */
    public String requestShown() {
        return ShownBytes.of(question.body(), question.headers().getOrDefault(ConnectCallHead.CONTENT_TYPE, ""));
    }

    /** Status, content type and body of the answer, readable and cut; or why there is none. */
    public String answerShown() {
        return switch (result) {
            case Answer answer ->
                "HTTP " + answer.status() + " " + answer.contentType() + "\n"
                        + ShownBytes.of(answer.body(), answer.contentType());
            case NoAnswer none -> "no answer: " + none.detail();
        };
    }

    boolean isJson() {
        return ConnectEncoding.ofContentType(answer().map(Answer::contentType).orElse(""))
                .equals(Optional.of(ConnectEncoding.JSON));
    }
}
