package io.regchain.ledger.node;

import com.typesafe.config.Config;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Lets a node into a cluster only if its data directory is the one the cluster uses: a validator that moved to a node
 * with another directory would not find what it said, and could contradict itself.
 */
public final class SameStorage extends JoinConfigCompatChecker {
    static final String PATH = "regchain.storage";

    @Override
    public Seq<String> requiredKeys() {
        return CollectionConverters.asScala(java.util.List.of(PATH)).toList();
    }

    @Override
    public ConfigValidation check(Config toCheck, Config actual) {
        return JoinConfigCompatChecker.fullMatch(requiredKeys(), toCheck, actual);
    }
}
