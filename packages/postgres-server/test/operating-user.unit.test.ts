import { chooseOperatingUser, type Account, type Machine } from '../src/operating-user';

const postgres: Account = { name: 'postgres', uid: 101, gid: 104 };
const nobody: Account = { name: 'nobody', uid: 65_534, gid: 65_534 };

const machine = (facts: Partial<Machine> = {}, accounts = [postgres, nobody]): Machine => ({
  isRoot: true,
  findAccount: (name) => accounts.find((account) => account.name === name),
  mayEnter: () => true,
  canDisguise: () => true,
  ...facts,
});

const commandOn = (facts: Machine) =>
  chooseOperatingUser(['/data'], facts).commandFor('initdb', ['-D', '/data']);

describe('the user that PostgreSQL runs as', () => {
  it('is ourselves unless we are root', () => {
    const user = chooseOperatingUser(['/data'], machine({ isRoot: false }));
    expect(user.commandFor('initdb', ['-D'])).toEqual({
      file: 'initdb',
      arguments: ['-D'],
      options: {},
    });
    expect(() => user.own('/no such file')).not.toThrow();
  });

  it('is postgres where root finds that account', () => {
    expect(commandOn(machine())).toEqual({
      file: 'initdb',
      arguments: ['-D', '/data'],
      options: { uid: 101, gid: 104 },
    });
  });

  it('is nobody where there is no postgres', () => {
    expect(commandOn(machine({}, [nobody])).options).toEqual({ uid: 65_534, gid: 65_534 });
  });

  it('is root in disguise where only root may enter', () => {
    expect(commandOn(machine({ mayEnter: () => false }))).toEqual({
      file: 'unshare',
      arguments: ['--user', '--map-user=101', '--map-group=104', 'initdb', '-D', '/data'],
      options: {},
    });
  });

  it('is refused, naming the folder, where there is no such disguise', () => {
    const facts = machine({ mayEnter: () => false, canDisguise: () => false });
    expect(() => commandOn(facts)).toThrow('as "postgres", who may not enter /data');
  });

  it('is refused where root finds no account at all', () => {
    expect(() => commandOn(machine({}, []))).toThrow('Run the command as a normal user');
  });
});
