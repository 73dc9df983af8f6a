package io.regchain.localchain.conformance;

import com.google.protobuf.Message;
import io.regchain.protocol.wire.connect.ConnectCodec;
import io.regchain.protocol.wire.connect.ConnectEncoding;
import io.regchain.protocol.wire.connect.ConnectMethod;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** What is wrong with a node. */
interface Defect {
    Defect NONE = (asked, sound) -> sound.apply(asked);

    /** @param sound what a node without it answers, to this or to another question */
    Given answer(Asked asked, Function<Asked, Given> sound);

    /** Only of this node; the other one is sound. */
    default Defect of(int node) {
        return (asked, sound) -> asked.node() == node ? answer(asked, sound) : sound.apply(asked);
    }

    default Defect and(Defect other) {
        return (asked, sound) -> answer(asked, each -> other.answer(each, sound));
    }

    /** The good answers of one function are altered, the same in both encodings. */
    static <Q extends Message, R extends Message> Defect of(ConnectMethod<Q, R> function, UnaryOperator<R> change) {
        return of(function, (question, answer) -> change.apply(answer));
    }

    static <Q extends Message, R extends Message> Defect of(ConnectMethod<Q, R> function, BiFunction<Q, R, R> change) {
        return (asked, sound) -> {
            Given given = sound.apply(asked);
            Optional<ConnectEncoding> encoding = asked.encoding();
            if (!asked.calls(function.name()) || given.status() != 200 || encoding.isEmpty()) {
                return given;
            }
            Q question = ConnectCodec.decodeRequest(function, encoding.get(), asked.body());
            R answer = ConnectCodec.decodeResponse(function, encoding.get(), given.body());
            return given.with(ConnectCodec.encode(change.apply(question, answer), encoding.get()));
        };
    }

    /** The questions to one function are understood as other ones. */
    static <Q extends Message> Defect takenAs(ConnectMethod<Q, ?> function, UnaryOperator<Q> change) {
        return (asked, sound) -> {
            Optional<ConnectEncoding> encoding = asked.encoding();
            if (!asked.calls(function.name())
                    || encoding.isEmpty()
                    || sound.apply(asked).status() == 400) {
                return sound.apply(asked);
            }
            Q question = ConnectCodec.decodeRequest(function, encoding.get(), asked.body());
            return sound.apply(asked.with(ConnectCodec.encode(change.apply(question), encoding.get())));
        };
    }

    /** Some requests are taken as others. */
    static Defect asked(Predicate<Asked> which, UnaryOperator<Asked> as) {
        return (asked, sound) -> sound.apply(which.test(asked) ? as.apply(asked) : asked);
    }

    /** Some answers are replaced, whatever they were asked. */
    static Defect given(BiFunction<Asked, Given, Given> change) {
        return (asked, sound) -> change.apply(asked, sound.apply(asked));
    }

    /** One status and code instead of another. */
    static Defect status(int instead, int status, String code) {
        return given((asked, given) -> given.status() == instead ? Given.error(status, code) : given);
    }
}
