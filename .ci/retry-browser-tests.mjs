// A browser on a busy machine may lose a moment that a person would not notice. Browser tests are tried once more, and the first
// failure is printed, so that one which comes back is seen. Nothing else is ever tried twice.
import { expect, jest } from '@jest/globals';

if (expect.getState().testPath?.endsWith('.browser.test.ts')) jest.retryTimes(1, { logErrorsBeforeRetry: true });
