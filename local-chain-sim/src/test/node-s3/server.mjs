// An S3 server on a port of the system's choice, with one bucket. It asks for a known access key, but does not
// recompute signatures of version 4. Ends when its input does.
// node server.mjs DIRECTORY BUCKET
import S3rver from 's3rver';

const [directory, bucket] = process.argv.slice(2);
const server = new S3rver({
  address: '127.0.0.1',
  port: 0,
  silent: true,
  directory,
  configureBuckets: [{ name: bucket, configs: [] }],
});
const { port } = await server.run();
console.log(port);
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
