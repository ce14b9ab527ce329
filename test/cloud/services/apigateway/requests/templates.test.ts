import { expect } from "chai";
import { render, type TemplateInput } from "../../../../../lab/cloud/services/apigateway/requests/templates.ts";

const BODY = JSON.stringify({
  name: "Rex",
  "a b": 1,
  pets: [
    { name: "a", price: 5 },
    { name: "b", price: 20 },
  ],
  nested: { deep: { text: 'say "hi"' } },
  empty: [],
});

const INPUT: TemplateInput = {
  body: BODY,
  parameters: { path: { id: "7" }, querystring: { q: "x y", id: "query" }, header: { "X-Own": "1", Accept: "*/*" } },
  context: { stage: "prod", identity: { sourceIp: "127.0.0.1" } },
  stageVariables: { color: "red" },
};

describe("A mapping template", () => {
  for (const [template, expected] of [
    ["$input.body", BODY],
    ["$input.json('$')", BODY],
    ["$input.json('$.name')", '"Rex"'],
    ["$input.path('$.name')", "Rex"],
    ["$input.path('$.nested.deep.text')", 'say "hi"'],
    ["$input.json(\"$['a b']\")", "1"],
    ["$input.json('$.pets[0]')", '{"name":"a","price":5}'],
    ["$input.json('$.pets[*].name')", '["a","b"]'],
    ["$input.json('$..price')", "[5,20]"],
    ["$input.json('$.pets[?(@.price > 10)].name')", '["b"]'],
    ["$input.json('$.nothing')", '""'],
    ["$input.path('$.nothing')", ""],
    ["$input.path('$.pets').size()", "2"],
    ["#foreach($p in $input.path('$.pets'))$foreach.index:$p.name;#end", "0:a;1:b;"],
    ["#if($input.path('$.empty').size() == 0)none#{else}some#end", "none"],
    ["$input.params('id')", "7"],
    ["$input.params('q')", "x y"],
    ["$input.params('x-own')", "1"],
    ["$input.params('nothing')", ""],
    ["$input.params().querystring.q", "x y"],
    ["$input.params('header').Accept", "*/*"],
    ["#foreach($k in $input.params().path.keySet())$k#end", "id"],
    ["$context.stage $context.identity.sourceIp", "prod 127.0.0.1"],
    ["[$context.nothing.at.all][$stageVariables.none]", "[][]"],
    ["#if($context.nothing)yes#{else}no#end", "no"],
    [`$stageVariables.color $\{stageVariables.color}`, "red red"],
    ["$util.escapeJavaScript($input.path('$.nested.deep.text'))", 'say \\"hi\\"'],
    ["$util.urlEncode($input.params('q'))", "x+y"],
    ["$util.urlDecode('a+b%20c')", "a b c"],
    ["$util.base64Encode('text')", "dGV4dA=="],
    ["$util.base64Decode('dGV4dA==')", "text"],
    ["$util.parseJson('{\"a\": [1, 2]}').a[1]", "2"],
    ["#set($s = 'a,b')#set($t = $s.split(','))$t[1] $t.size() $input.path('$.name').toUpperCase()", "b 2 REX"],
    ["#set($x = {})$!x.put('a', 1)#foreach($e in $x.entrySet())$e.key=$e.value#end", "a=1"],
  ] as const) {
    it(`makes ${expected || "nothing"} of ${template}`, async () => {
      expect((await render(template, INPUT)).text.trim()).to.equal(expected);
    });
  }

  it("may set the status, headers and the request's parameters", async () => {
    const template = `#set($context.responseOverride.status = 404)#set($context.responseOverride.header.X-Why = "not there")#set($context.requestOverride.querystring.page = "2")`;
    const { overrides, request } = await render(template, INPUT);
    expect(overrides).to.deep.equal({ status: 404, headers: { "x-why": "not there" } });
    expect(request.querystring).to.deep.equal({ page: "2" });
  });

  it("can't reach what it is not given", async () => {
    for (const template of [
      "$input.constructor",
      "$util.urlEncode.constructor('return 41 + 1').call()",
      `#set($c = "constr")#set($d = "$\{c}uctor")$util[$d]`,
      "$input.params().get('constructor')",
      "#set($x = {})$x.put('__proto__', 1)$x.polluted",
      "$input.json('$.constructor')",
    ]) {
      const text = await render(template, INPUT).then(
        (rendered) => rendered.text,
        () => "",
      );
      expect(text).not.to.match(/native code|42/);
    }
  });
});
