import { expect } from "chai";
import { Hosts } from "../../../lab/cloud/door/hosts.ts";

describe("The hosts that a request may name", () => {
  const hosts = new Hosts(["lab", "Lab.Example.com"]);

  for (const host of [
    "127.0.0.1:4566",
    "127.0.0.1",
    "[::1]:4566",
    "192.168.1.5:4566",
    "localhost",
    "LOCALHOST:4566",
    "localhost.:4566",
    "photos.s3.localhost:4566",
    "photos.s3.localhost.localstack.cloud:4566",
    "s3.us-east-1.amazonaws.com",
    "host.docker.internal:4566",
    "lab:4566",
    "lab.example.com",
    "photos.lab.example.com:80",
    "",
    undefined,
  ]) {
    it(`include ${host ?? "none at all"}`, () => {
      expect(hosts.has(host)).to.equal(true);
      // From memory, too.
      expect(hosts.has(host)).to.equal(true);
    });
  }

  for (const host of [
    "evil.example",
    "127.0.0.1.evil.example:4566",
    "localhost.evil.example",
    "evillocalhost",
    "abc.execute-api.evil.example",
    "amazonaws.com.evil.example",
    "notamazonaws.com",
    "xlab.example.com",
    "example.com",
    "127.0.0.1@evil.example",
    "constructor",
  ]) {
    it(`do not include ${host}`, () => expect(hosts.has(host)).to.equal(false));
  }
});
