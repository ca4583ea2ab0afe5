import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EnvironmentError, readEnvironment } from '../../config/environment.js';

const SDK = /from '@opentelemetry\/(?!api')/;

describe('The SDK of OpenTelemetry', () => {
  it('is loaded by one file, and that one on demand alone', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((path) => /(?<!\.spec)\.ts$/.test(path))
      .map((path) => ({ path, text: readFileSync(join('src', path), 'utf8') }));
    expect(sources.filter(({ text }) => SDK.test(text)).map(({ path }) => path)).toEqual([
      join('ops', 'tracing', 'otlp-export.ts'),
    ]);
    const importers = sources.flatMap(({ text }) =>
      [...text.matchAll(/import[^;]*otlp-export\.js'/g)].map(([found]) => found),
    );
    expect(importers.length).toBeGreaterThan(0);
    expect(importers.filter((found) => !/^import(\(| type )/.test(found))).toEqual([]);
  });

  it.each([
    [{}, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }, true],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example.com/v1/traces' }, true],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, true],
    [{ OTEL_TRACES_EXPORTER: 'otlp', OTEL_SDK_DISABLED: 'true' }, false],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318', OTEL_TRACES_EXPORTER: 'none' }, false],
    [{ OTEL_SERVICE_NAME: 'phone', OTEL_RESOURCE_ATTRIBUTES: 'a=b' }, false],
  ])('with %j: %s', (variables, loaded) => {
    expect(readEnvironment(variables).tracing).toBe(loaded);
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: '127.0.0.1:4318' }],
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }],
    [{ OTEL_TRACES_SAMPLER: 'sometimes' }],
    [{ OTEL_TRACES_SAMPLER_ARG: '2' }],
    [{ OTEL_SDK_DISABLED: 'perhaps' }],
  ])('is not started with %j', (variables) => {
    const [name = ''] = Object.keys(variables);
    expect(() => readEnvironment(variables)).toThrow(EnvironmentError);
    expect(() => readEnvironment(variables)).toThrow(name);
  });
});
