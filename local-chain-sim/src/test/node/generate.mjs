// Generates the client classes from the .proto files into gen/, with the compiler `buf`: the one of the npm package for
// this platform, else the one on the path.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const schemas = join(here, "../../../../crosschain-protocol/src/main/proto");
const cpu = { arm64: "aarch64", x64: "x64" }[process.arch];
const packaged = join(here, "node_modules", "@bufbuild", `buf-${process.platform}-${cpu}`, "bin", "buf");
const compiler = existsSync(packaged) ? packaged : "buf";
const plugins = join(here, "node_modules", ".bin");

try {
  execFileSync(compiler, ["generate", schemas], {
    cwd: here,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, PATH: plugins + delimiter + process.env.PATH },
  });
} catch (error) {
  if (error.code === "ENOENT") {
    console.error("There is no buf for this platform among the packages: install it (https://buf.build) on the path.");
  }
  process.exit(1);
}
