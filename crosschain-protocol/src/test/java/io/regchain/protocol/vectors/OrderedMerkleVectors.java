package io.regchain.protocol.vectors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.regchain.protocol.base.Bytes;
import io.regchain.protocol.base.Hash32;
import io.regchain.protocol.block.Receipt;
import io.regchain.protocol.block.Transaction;
import io.regchain.protocol.merkle.OrderedMerkle;
import io.regchain.protocol.merkle.OrderedProof;
import io.regchain.protocol.sample.SampleBlock;
import java.util.List;
import java.util.stream.IntStream;

/** Ordered lists of several sizes with their roots and the proof of every leaf; and proofs that prove nothing. */
final class OrderedMerkleVectors implements VectorFile {
    @Override
    public String name() {
        return "ordered-merkle.json";
    }

    @Override
    public ObjectNode content() {
        ObjectNode file = Json.object();
        file.put("description", "Trees over ordered lists: leaves, root, and the proof of each leaf.");
        ArrayNode lists = file.putArray("lists");
        lists.addObject()
                .put("name", "nothing")
                .put("root", Hash32.ZERO.toHex())
                .putArray("leaves");
        for (int size : new int[] {1, 2, 3, 4, 5, 7, 8, 11}) {
            list(lists, size + " leaves", leaves(size));
        }
        list(
                lists,
                "the transactions of the sample block",
                SampleBlock.transactions().stream().map(Transaction::canonical).toList());
        list(
                lists,
                "the receipts of the sample block",
                SampleBlock.receipts().stream().map(Receipt::canonical).toList());
        refused(file.putArray("refused"));
        return file;
    }

    private static List<Bytes> leaves(int size) {
        return IntStream.range(0, size).mapToObj(i -> Bytes.utf8("leaf " + i)).toList();
    }

    private static void list(ArrayNode lists, String name, List<Bytes> leaves) {
        ObjectNode list = lists.addObject()
                .put("name", name)
                .put("root", OrderedMerkle.root(leaves).toHex());
        ArrayNode entries = list.putArray("leaves");
        for (int i = 0; i < leaves.size(); i++) {
            OrderedProof proof = OrderedMerkle.prove(leaves, i);
            entries.addObject()
                    .put("bytes", leaves.get(i).toHex())
                    .put("index", proof.index())
                    .put("size", proof.size())
                    .put("proof", proof.canonical().toHex())
                    .set("siblings", Json.hashes(proof.siblings()));
        }
    }

    private static void refused(ArrayNode refused) {
        List<Bytes> four = leaves(4);
        Hash32 root = OrderedMerkle.root(four);
        OrderedProof proof = OrderedMerkle.prove(four, 0);
        refuse(refused, "another leaf", root, four.get(1), proof);
        refuse(refused, "another index", root, four.get(0), new OrderedProof(1, 4, proof.siblings()));
        refuse(
                refused,
                "another size with as many siblings",
                root,
                four.get(0),
                new OrderedProof(0, 3, proof.siblings()));
        List<Hash32> swapped = List.of(proof.siblings().get(1), proof.siblings().get(0));
        refuse(refused, "siblings in another order", root, four.get(0), new OrderedProof(0, 4, swapped));
        refuse(refused, "the root of another list", OrderedMerkle.root(leaves(5)), four.get(0), proof);
    }

    private static void refuse(ArrayNode refused, String why, Hash32 root, Bytes leaf, OrderedProof proof) {
        if (proof.verify(root, leaf)) {
            throw new AssertionError("accepted: " + why);
        }
        refused.addObject()
                .put("why", why)
                .put("root", root.toHex())
                .put("leaf", leaf.toHex())
                .put("proof", proof.canonical().toHex());
    }
}
