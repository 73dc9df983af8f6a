package io.regchain.supervision.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.ledger.testkit.ContractHarness;
import io.regchain.protocol.canonical.CanonicalJson;
import io.regchain.protocol.packet.PacketKeys;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A relay keeps the light clients of an idle chain and of the hub young. */
class ClientRefreshTest {
    private final RelayWorld world = new RelayWorld();
    private final ContractHarness jiangsu = world.packets.jiangsu;
    private final ContractHarness hub = world.packets.hub;

    /** Jiangsu trusts the hub since now, for nine hours; the hub has verified that block. */
    @BeforeEach
    void trust() {
        trustSince(hub.time().epochMillis());
    }

    private void trustSince(long millis) {
        ObjectNode client = CanonicalJson.object().put("trustedAt", millis).put("trustPeriod", 9 * 3600);
        world.packets.write(jiangsu, PacketKeys.Local.HUB, client);
    }

    private void after(Duration duration) {
        hub.advance(duration);
        jiangsu.at(hub.time());
    }

    @Test
    void nothing_is_brought_while_the_client_is_young() {
        ChainRelay relay = world.relay(jiangsu);
        after(Duration.ofHours(3).minusMillis(1));
        assertThat(relay.run(RelayWorld.honest(jiangsu)).progressed()).isFalse();
        assertThat(world.toLocal).isEmpty();
    }

    @Test
    void when_a_third_of_the_period_has_passed_a_header_is_brought_once_and_again_when_it_was_no_news() {
        ChainRelay relay = world.relay(jiangsu);
        after(Duration.ofHours(3));

        assertThat(relay.run(RelayWorld.honest(jiangsu)).done()).containsExactly("header of the hub to jiangsu");
        assertThat(relay.run(RelayWorld.honest(jiangsu)).progressed())
                .as("the hub has not verified that block yet")
                .isFalse();
        assertThat(world.toLocal).containsExactly("updateHub");

        world.packets.verify(jiangsu);
        assertThat(relay.run(RelayWorld.honest(jiangsu)).progressed())
                .as("the client is as old as before: the header was known there")
                .isTrue();
        assertThat(world.toLocal).containsExactly("updateHub", "updateHub");

        world.packets.verify(jiangsu);
        trustSince(hub.time().epochMillis());
        assertThat(relay.run(RelayWorld.honest(jiangsu)).progressed()).isFalse();
    }

    @Test
    void a_chain_without_any_block_is_awakened_once_while_its_client_on_the_hub_is_still_good() {
        ContractHarness zhejiang = world.packets.zhejiang;
        ChainRelay relay = world.relay(zhejiang);
        hub.emptyBlock();
        assertThat(relay.run(RelayWorld.lagging(zhejiang)).progressed()).isFalse();

        hub.advance(Duration.ofDays(5)); // of the fourteen that a client has
        assertThat(relay.run(RelayWorld.lagging(zhejiang)).done())
                .containsExactly("first header of the hub to zhejiang");
        assertThat(relay.run(RelayWorld.lagging(zhejiang)).progressed()).isFalse();
        assertThat(world.toLocal).containsExactly("updateHub");
    }

    @Test
    void an_expired_or_frozen_client_is_left_to_people() {
        after(Duration.ofHours(9));
        assertThat(world.relay(jiangsu).run(RelayWorld.honest(jiangsu)).progressed())
                .isFalse();

        trustSince(hub.time().epochMillis() - Duration.ofHours(4).toMillis());
        world.packets.write(jiangsu, PacketKeys.Local.HUB_FROZEN, CanonicalJson.object());
        assertThat(world.relay(jiangsu).run(RelayWorld.honest(jiangsu)).progressed())
                .isFalse();
        assertThat(world.toLocal).isEmpty();
    }
}
