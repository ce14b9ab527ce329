import type { IncomingHttpHeaders } from "node:http";
import { expect } from "chai";
import { type Sender, senderOf } from "../../../lab/cloud/door/sender.ts";

const evil = "https://evil.example";
const chrome = { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/150" };

const cases: [what: string, sender: Sender, headers: IncomingHttpHeaders][] = [
  ["a request of an SDK", "program", { "user-agent": "aws-sdk-js/3", authorization: "AWS4-HMAC-SHA256 …" }],
  ["a request of a program that names a page it came from", "program", { referer: `${evil}/` }],
  ["a fetch of Node.js", "program", { "sec-fetch-mode": "cors", "user-agent": "node" }],
  ["the lab's own page", "own page", { "sec-fetch-site": "same-origin", origin: "http://127.0.0.1:4566" }],
  ["the lab's own page that hides where it is", "own page", { "sec-fetch-site": "same-origin", origin: "null" }],
  ["a page under development", "own page", { "sec-fetch-site": "cross-site", origin: "http://localhost:5173" }],
  ["a page under development, over HTTPS", "own page", { origin: "https://app.localhost:5173" }],
  ["a picture in a page of another port", "own page", { "sec-fetch-site": "same-site" }],
  [
    "a picture in a page of localhost",
    "own page",
    { "sec-fetch-site": "cross-site", referer: "http://localhost:5173/" },
  ],
  ["a page that was allowed", "own page", { "sec-fetch-site": "cross-site", origin: "https://app.example.com" }],
  ["an address that a person opens", "address bar", { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" }],
  ["the same, where browsers do not say so", "address bar", { ...chrome, host: "192.168.1.5:4566" }],
  ["a page of another origin", "foreign page", { "sec-fetch-site": "cross-site", origin: evil }],
  ["its picture or link", "foreign page", { "sec-fetch-site": "cross-site" }],
  ["its picture, where browsers do not say so", "foreign page", { ...chrome, referer: `${evil}/page` }],
  ["its form, where browsers do not say so", "foreign page", { ...chrome, origin: evil }],
  ["a page without an origin, such as a sandboxed frame", "foreign page", { origin: "null" }],
  ["a page of a neighbour's name", "foreign page", { "sec-fetch-site": "same-site", host: "lab.example.com" }],
  ["a page whose name begins as this machine's", "foreign page", { origin: "http://127.0.0.1.evil.example" }],
  ["a page whose name ends as this machine's", "foreign page", { origin: "http://evillocalhost" }],
  ["an extension", "foreign page", { origin: "chrome-extension://abcdefgh" }],
];

describe("What sends a request", () => {
  for (const [what, sender, headers] of cases) {
    it(`is: ${sender}, for ${what}`, () => {
      const host = { host: "127.0.0.1:4566" };
      expect(senderOf({ ...host, ...headers }, new Set(["https://app.example.com"]))).to.equal(sender);
    });
  }

  it("is no foreign page where all origins are allowed", () => {
    expect(senderOf({ host: "127.0.0.1:4566", origin: evil }, new Set(["*"]))).to.equal("own page");
  });
});
