package io.regchain.ledger.validator;

import io.regchain.ledger.storage.Disk;
import io.regchain.ledger.storage.DiskFile;
import io.regchain.protocol.base.Bytes;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A disk that only says that it forces files, to make a long chain in a short time. The death of a process loses nothing. */
record HastyDisk(Disk disk) implements Disk {
    @Override
    public DiskFile open(String name) {
        return new HastyFile(disk.open(name));
    }

    @Override
    public List<String> list() {
        return disk.list();
    }

    @Override
    public void delete(String name) {
        disk.delete(name);
    }

    @Override
    public Optional<Bytes> read(String name) {
        return disk.read(name);
    }

    @Override
    public void replace(String name, Bytes content) {
        disk.replace(name, content);
    }

    @Override
    public Hold hold() {
        return disk.hold();
    }

    @Override
    public Optional<Path> directory() {
        return disk.directory();
    }

    @Override
    public String describe(String name) {
        return disk.describe(name);
    }

    private record HastyFile(DiskFile file) implements DiskFile {
        @Override
        public long size() {
            return file.size();
        }

        @Override
        public void read(long at, ByteBuffer into) {
            file.read(at, into);
        }

        @Override
        public void write(long at, ByteBuffer bytes) {
            file.write(at, bytes);
        }

        @Override
        public void force() {}

        @Override
        public void truncate(long size) {
            file.truncate(size);
        }

        @Override
        public void close() {
            file.close();
        }

        @Override
        public String toString() {
            return file.toString();
        }
    }
}
