/**
 * A test runner for Stryker that loads the tests once and runs them in its own process, mutant after mutant. Starting vitest
 * anew for each mutant takes a second, the tests that kill it mostly some milliseconds. It knows only what test/formats uses.
 */
import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MutantCoverage } from '@stryker-mutator/api/core';
import {
  DryRunStatus,
  MutantRunStatus,
  TestStatus,
  type DryRunResult,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
} from '@stryker-mutator/api/test-runner';
import fc from 'fast-check';
import { collected, type CollectedTest } from './tests.ts';

/** A test that takes longer is about time and memory: it is left out, so no mutant counts as killed by it alone. */
const slowMilliseconds = 400;

/** What Stryker's instrumented code reads and writes. */
interface Switch {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: MutantCoverage;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}
const mutants = ((globalThis as { [name: string]: unknown })['__stryker__'] ??= {}) as Switch;

class InProcessRunner implements TestRunner {
  #tests = new Map<string, CollectedTest>();
  readonly #took = new Map<string, number>();

  /** Mutants of code that also runs while the tests load are switched on for the tests only (`ignoreStatic`): nothing to load anew. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init(): Promise<void> {
    // Cases that do not change from run to run, and no search for the smallest one: that it fails is enough.
    fc.configureGlobal({ seed: 1, endOnFailure: true });
    const stand = new URL('./tests.ts', import.meta.url).href;
    registerHooks({
      resolve: (specifier, context, next) =>
        specifier === 'vitest' && /\/test\/[^?]*\.ts$/.test(context.parentURL ?? '')
          ? { url: stand, shortCircuit: true }
          : next(specifier, context),
    });
    for (const file of globSync((process.env['MUTATION_TESTS'] ?? '').split(',')).sort()) {
      collected.file = file;
      await import(pathToFileURL(resolve(file)).href);
    }
    for (const hook of collected.beforeAll) await hook();
    this.#tests = new Map(collected.tests.map((test) => [test.id, test]));
  }

  async dryRun(): Promise<DryRunResult> {
    const tests: TestResult[] = [];
    for (const test of this.#tests.values()) tests.push(await this.#dry(test));
    mutants.currentTestId = undefined;
    const mutantCoverage = mutants.mutantCoverage ?? { static: {}, perTest: {} };
    for (const { id, status } of tests) if (status === TestStatus.Skipped) delete mutantCoverage.perTest[id];
    return { status: DryRunStatus.Complete, tests, mutantCoverage };
  }

  async #dry(test: CollectedTest): Promise<TestResult> {
    mutants.currentTestId = test.id;
    const start = process.cpuUsage();
    const error = await failureOf(test);
    const { user, system } = process.cpuUsage(start);
    const took = (user + system) / 1000;
    const told = { id: test.id, name: test.name, timeSpentMs: took };
    if (took > slowMilliseconds) return { ...told, status: TestStatus.Skipped };
    if (error !== undefined) return { ...told, status: TestStatus.Failed, failureMessage: error };
    this.#took.set(test.id, took);
    return { ...told, status: TestStatus.Success };
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const { activeMutant, testFilter, hitLimit, mutantActivation } = options;
    if (mutantActivation === 'static') throw new Error('Static mutants need tests that are loaded anew.');
    const tests = (testFilter ?? [...this.#tests.keys()]).flatMap((id) => this.#tests.get(id) ?? []);
    let ran = 0;
    for (const test of tests.toSorted((one, other) => this.#time(one) - this.#time(other))) {
      ran += 1;
      Object.assign(mutants, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
      const failureMessage = await failureOf(test);
      const isEndless = hitLimit !== undefined && (mutants.hitCount ?? 0) > hitLimit;
      Object.assign(mutants, { activeMutant: undefined, hitCount: undefined, hitLimit: undefined });
      if (isEndless) return { status: MutantRunStatus.Timeout, reason: 'A loop without end.' };
      if (failureMessage === undefined) continue;
      // The mutant is to blame only if the test still passes without it; a new process is started otherwise.
      const spoilt = await failureOf(test);
      if (spoilt !== undefined) throw new Error(`An earlier mutant spoilt the process: ${spoilt}`);
      return { status: MutantRunStatus.Killed, killedBy: [test.id], failureMessage, nrOfTests: ran };
    }
    return { status: MutantRunStatus.Survived, nrOfTests: ran };
  }

  async dispose(): Promise<void> {
    for (const hook of collected.afterAll) await hook();
  }

  #time({ id }: CollectedTest): number {
    return this.#took.get(id) ?? 0;
  }
}

async function failureOf(test: CollectedTest): Promise<string | undefined> {
  try {
    await test.run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    for (const hook of collected.afterEach) await hook();
  }
}

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'in-process', factory: () => new InProcessRunner() },
];
