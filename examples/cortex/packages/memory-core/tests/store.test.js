import assert from 'node:assert/strict';
import { test } from 'node:test';
import { words } from '../src/store.js';

test('words are distinct, in lower case, and of any script', () => {
  assert.deepEqual(words('Tea, tea & more TEA'), ['tea', 'more']);
  assert.deepEqual(words('Käse 東京 4711'), ['käse', '東京', '4711']);
});

test('a text without words has none', () => {
  assert.deepEqual(words(' -- !'), []);
});
