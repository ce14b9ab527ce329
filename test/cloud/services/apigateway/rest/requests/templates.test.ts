import { expect } from "chai";
import {
  overriding,
  render,
  type TemplateInput,
} from "../../../../../../lab/cloud/services/apigateway/requests/templates.ts";

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
    ["[$input.params('constructor')][$stageVariables.constructor][$context.__proto__]", "[][][]"],
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
    ["#set($s = 'a1b22')$s.replaceAll('([a-z])(\\d+)', '$2$1') $s.replaceFirst('\\d', '\\$')", "1a22b a$b22"],
    ["#set($s = 'ABC')$s.matches('(?i)abc') $s.matches('(?=A).*') $s.matches('B')", "true true false"],
    ["#foreach($i in [1..1200])#if(!$foreach.hasNext)$i#end#end", "1000"],
    ["$constructor #macro(own)$toString#end#own() #constructor()", "$constructor $toString"],
    ["#set($x = {})$!x.put('a', 1)#foreach($e in $x.entrySet())$e.key=$e.value#end", "a=1"],
    ["$input.path('$.pets')", '[{"name":"a","price":5},{"name":"b","price":20}]'],
    ["$input.path('$.pets[*].name')", '["a","b"]'],
    ["$input.path('$.nested')", '{deep={text=say "hi"}}'],
    ['$util.parseJson(\'{"a": [1, {"b": null}]}\')', '{a=[1,{"b":null}]}'],
    ["$input.params()", "{path={id=7}, querystring={q=x y, id=query}, header={X-Own=1, Accept=*/*}}"],
    ["#set($l = [1, 'a', {'b': 2}])$l $l.toString()", "[1, a, {b=2}] [1, a, {b=2}]"],
    ["$util.escapeJavaScript($input.path('$.pets[0]'))", "{name=a, price=5}"],
    [
      "$util.urlEncode($input.path('$.empty'))$util.base64Encode($input.path('$.pets[0]'))",
      "%5B%5De25hbWU9YSwgcHJpY2U9NX0=",
    ],
    [
      "$input.path('$.name').concat($input.path('$.empty')) $util",
      "Rex[] {escapeJavaScript=, parseJson=, urlEncode=, urlDecode=, base64Encode=, base64Decode=}",
    ],
  ] as const) {
    it(`makes ${expected || "nothing"} of ${template}`, async () => {
      expect((await render(template, INPUT)).text.trim()).to.equal(expected);
    });
  }

  it("may set the status, headers and the request's parameters", async () => {
    const template = `#set($context.responseOverride.status = 404)#set($context.responseOverride.header.X-Why = "not there")#set($context.requestOverride.querystring.page = "2")`;
    const { request, response } = (await render(template, INPUT)).overrides;
    expect(overriding(response)).to.deep.equal({ status: 404, headers: { "x-why": "not there" } });
    expect(request.querystring).to.deep.equal({ page: "2" });
  });

  it("may make what it sets anything", async () => {
    for (const [member, set] of [
      ["responseOverride", "#set($context.responseOverride = 'x')"],
      ["responseOverride.header", "#set($context.responseOverride.header = 'x')"],
      ["requestOverride.path", "#set($context.requestOverride.path = [1])"],
      ["requestOverride", "#set($context.requestOverride = 1)"],
    ])
      expect((await render(`${set}made`, INPUT)).text, member).to.equal("made");
  });

  const A_LOT = "#set($a = 'aaaaaaaaaa')".concat("#set($a = $a + $a)".repeat(25));
  for (const [what, template] of [
    ["a text that doubles", `${A_LOT}$a.length()`],
    ["a text that its own replaces", `#set($a = 'aaaaaaaaaaaaaaaaaaaa')${"#set($a = $a.replace('a', $a))".repeat(9)}`],
    ["a list that doubles", `#set($l = [1, 2])${"$l.addAll($l)".repeat(40)}`],
    [
      "lists of JSON in lists, written out",
      `#set($l = $input.path('$'))${"#set($m = $util.parseJson('[]'))$!m.add($l)$!m.add($l)#set($l = $m)".repeat(40)}$l`,
    ],
    ["a list in itself", "#set($l = $input.path('$'))$l.add($l)$l"],
    ["lists of lists, written out", `#set($l = [1])${"#set($l = [$l, $l])".repeat(40)}$l`],
    ["a range of two billion", "#set($l = [1..2000000000])"],
    ["loops in loops", "#foreach($a in [1..1000])#foreach($b in [1..1000])#foreach($c in [1..1000])x#end#end#end"],
    ["a macro that calls itself", "#macro(again)#again()#end#again()"],
    ["a template that evaluates itself", "#set($a = '#eval($a)#eval($a)')#eval($a)"],
    ["a pattern that backtracks", "#set($a = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')$a.matches('(?!b)(a+)+b')"],
    ["a path that visits all many times", "$input.json('$..*..*..*..*')"],
    ["a template that takes long to read", "#set($a = 1)\n".repeat(25_000)],
    ["a template above AWS's size", "a".repeat(300 * 1024 + 1)],
  ]) {
    it(`ends soon with an error for ${what}`, async () => {
      const body = JSON.stringify(Array.from({ length: 12 }).reduce((tree) => [tree, tree], 1));
      const error = await render(template as string, { ...INPUT, body }).catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(Error);
    });
  }

  it("changes nothing that another one sees", async () => {
    const changing =
      "#set($util.urlEncode = 1)$util.put('urlDecode', 1)$stageVariables.put('color', 'blue')$context.identity.put('sourceIp', 'x')";
    await render(changing, INPUT);
    const { text } = await render(
      "$util.urlEncode('a b')$util.urlDecode('+')$stageVariables.color$context.identity.sourceIp",
      INPUT,
    );
    expect(text).to.equal("a+b red127.0.0.1");
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
