package io.regchain.ledger.node;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The way to one node: listens where the others reach it and passes on to where it listens. It can be cut for each other
 * node by itself, which is known by the loopback address it connects from. What is cut is silent, not closed, as in a
 * network that loses everything.
 */
final class CuttableLink implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final Set<InetAddress> cut = ConcurrentHashMap.newKeySet();
    private final List<Passage> passages = new ArrayList<>();

    /** @param target the port the node listens on */
    CuttableLink(int target) {
        this.target = target;
        try {
            door = new ServerSocket();
            door.bind(new InetSocketAddress("127.0.0.1", 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    void cut(InetAddress from) {
        cut.add(from);
    }

    /** Opens the way again. Connections of before are over: what was sent meanwhile is lost. */
    void heal() {
        synchronized (passages) {
            passages.removeIf(passage -> {
                boolean parted = cut.contains(passage.near.getInetAddress());
                if (parted) {
                    passage.close();
                }
                return parted;
            });
        }
        cut.clear();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket near = door.accept();
                Passage passage = new Passage(near);
                synchronized (passages) {
                    passages.add(passage);
                }
                Thread.ofVirtual().start(passage::open);
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        synchronized (passages) {
            passages.forEach(Passage::close);
        }
    }

    private final class Passage {
        private final Socket near;
        private final Socket far = new Socket();

        Passage(Socket near) {
            this.near = near;
        }

        void open() {
            try {
                if (holds()) {
                    return;
                }
                far.connect(new InetSocketAddress("127.0.0.1", target), 2_000);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> pass(near, far));
                pass(far, near);
            } catch (IOException nobodyThere) {
                close();
            }
        }

        private boolean holds() {
            return cut.contains(near.getInetAddress());
        }

        private void pass(Socket from, Socket to) {
            byte[] buffer = new byte[1 << 16];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (holds()) {
                        return;
                    }
                    out.write(buffer, 0, read);
                }
                close();
            } catch (IOException ended) {
                close();
            }
        }

        void close() {
            try {
                near.close();
                far.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
