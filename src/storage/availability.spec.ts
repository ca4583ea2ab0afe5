import { Availability } from './availability.js';
import { DatabaseUnavailableError } from './engine.js';

describe('Availability', () => {
  it('lets everybody wait for the first news and pass when it is good', async () => {
    const availability = new Availability(60_000);
    const waiting = Promise.all([availability.pass(), availability.pass()]);
    availability.markUp();
    await waiting;
    expect(availability.up).toBe(true);
  });

  it('refuses at once while the database is away and passes again afterwards', async () => {
    const availability = new Availability(60_000);
    const waiting = availability.pass();
    expect(availability.markDown(new Error('gone'))).toBe(true);
    expect(availability.markDown(new Error('gone'))).toBe(false);
    await expect(waiting).rejects.toThrow(DatabaseUnavailableError);
    await expect(availability.pass()).rejects.toThrow(DatabaseUnavailableError);
    availability.markUp();
    await availability.pass();
  });

  it('does not wait longer than its limit', async () => {
    await expect(new Availability(5).pass()).rejects.toThrow(DatabaseUnavailableError);
  });

  it('tells who asks again whether it is back, by the next news or at the limit', async () => {
    const availability = new Availability(60_000);
    availability.markUp();
    expect(await availability.upSoon(60_000)).toBe(true);
    availability.markDown(new Error('gone'));
    expect(await availability.upSoon(5)).toBe(false);
    const answers = [availability.upSoon(60_000), availability.upSoon(60_000)];
    availability.markUp();
    expect(await Promise.all(answers)).toEqual([true, true]);
    availability.markDown(new Error('gone'));
    const refused = availability.upSoon(60_000);
    availability.markDown(new Error('still gone'));
    expect(await refused).toBe(false);
  });
});
