import { describe, expect, test } from '@jest/globals';
import { html, raw, readWebAddress, renderHtml, type Html } from './html.ts';

const hostile = `"><script>alert('x')</script>&\``;
const harmless = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&#96;';

describe('a template', () => {
  test('escapes text where it is read and where it is an attribute', () => {
    expect(renderHtml(html`<p title="${hostile}">${hostile}</p>`)).toBe(`<p title="${harmless}">${harmless}</p>`);
  });
  test('takes pieces and lists of pieces as they are, and skips null', () => {
    const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
    expect(renderHtml(html`<i>${items}${null}${7}</i>`)).toBe('<i><li>a</li><li>&lt;b&gt;</li>7</i>');
  });
  test('takes our own drawings unescaped', () => {
    expect(renderHtml(html`${raw('<svg></svg>')}`)).toBe('<svg></svg>');
  });
  test('refuses a value in an attribute without quotes', () => {
    // Put together by hand, because a formatter would add the quotes.
    const unquoted: TemplateStringsArray = Object.assign(['<p title=', '>'], { raw: ['<p title=', '>'] });
    expect(() => html(unquoted, 'a')).toThrow(TypeError);
  });
  test('does not mistake what was parsed from elsewhere for a piece', () => {
    // Whatever a row of a store holds, it lacks the symbol, so writing it out as a list fails instead of passing it through.
    const forged = JSON.parse('{"markup":"<script>"}') as Html;
    expect(() => html`<p>${forged}</p>`).toThrow(TypeError);
  });
});

describe('an address in a template', () => {
  const written = (address: string) => /href="([^"]*)"/.exec(renderHtml(html`<a href="${address}">x</a>`))?.[1];
  test.each([
    'javascript:alert(1)',
    ' JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>1</script>',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'evil',
    '',
  ])('becomes harmless when it is %j', (address) => {
    expect(written(address)).toBe('#');
  });
  test.each([
    ['/orders/C5-7K3QF2M', '/orders/C5-7K3QF2M'],
    ['#drops', '#drops'],
    ['/x?a=1&b="', '/x?a=1&amp;b=&quot;'],
    ['https://www.twitch.tv/videos/1?t=1h', 'https://www.twitch.tv/videos/1?t=1h'],
    ['https://x.example/"onload="y', 'https://x.example/%22onload=%22y'],
  ])('stays when it is %j', (address, expected) => {
    expect(written(address)).toBe(expected);
  });
  test('is checked in forms and pictures too', () => {
    const page = renderHtml(
      html`<form action="${'javascript:1'}"></form>
        <img src="${'javascript:1'}" alt="" />`,
    );
    expect(page).toContain('<form action="#">');
    expect(page).toContain('<img src="#"');
  });
});

test('only complete http and https addresses are read as web addresses', () => {
  expect(readWebAddress('https://a.example/b')).toBe('https://a.example/b');
  expect(readWebAddress('javascript:alert(1)')).toBeNull();
  expect(readWebAddress('/own/path')).toBeNull();
  expect(readWebAddress(null)).toBeNull();
});
