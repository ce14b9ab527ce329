import { startCloud } from "../../lab/cloud/index.ts";

// Run as a process of its own, by tests that kill it: a cloud on the folder that is named, which tells its endpoint.
const { endpoint } = await startCloud({ port: 0, state: process.argv[2] as string });
process.stdout.write(`${endpoint}\n`);
