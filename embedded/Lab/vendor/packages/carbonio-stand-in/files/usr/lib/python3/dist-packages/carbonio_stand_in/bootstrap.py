"""carbonio-bootstrap -c FILE: the first configuration of a node, stage by stage.

Its quirks are the real one's: stages that fail print `failed.` and the process ends with 0; without a directory that answers, or with
a wrong password, it goes on with defaults of the node; a stage that an earlier run has recorded is not done again.
"""
import os
import pwd
import sys
import time

from carbonio_stand_in import fault, hosts, localconfig, stages

HISTORY = "/opt/zextras/.install_history"
LOGS = "/opt/zextras/log"
USAGE = "usage: carbonio-bootstrap [-d] -c FILE"


class Bootstrap:
    """One run: its configuration, and what it says on the terminal and in its log."""

    def __init__(self, configuration):
        os.makedirs(LOGS, exist_ok=True)
        self.log_path = time.strftime(f"{LOGS}/zmsetup.%Y%m%d-%H%M%S.log")
        self.log = open(self.log_path, "w")
        os.chmod(self.log_path, 0o600)
        self.config = configuration
        self.history = None
        self.installed = stages.installed_parts()
        self.local = localconfig.read()

    def say(self, text):
        print(text, end="", flush=True)
        self.log.write(text)
        self.log.flush()

    def attempt(self, text, action, fatal=False):
        """A part of a stage: says how it ended, and goes on, unless nothing could go on without it."""
        self.say(f"{text}...")
        try:
            if fault("bootstrap-failed"):
                raise RuntimeError("injected")
            action()
            self.say("done.\n")
        except Exception as error:  # the real one looks at nothing but the exit code of what it calls
            self.say("failed.\n")
            self.log.write(f"{type(error).__name__}: {error}\n")
            if fatal:
                sys.exit(1)

    def record(self, stage):
        self.history.write(f"{int(time.time())}: CONFIGURED {stage}\n")
        self.history.flush()

    def save_config(self):
        """Quirk: what it was told stays in a file; only keys with PASS in their name are left out."""
        path = f"/opt/zextras/config.{os.getpid()}"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.writelines(f'{key}="{value}"\n' for key, value in sorted(self.config.items()) if "PASS" not in key)
        self.say(f"Saving config in {path}...done.\n")

    def run(self):
        done = recorded_stages()
        self.say(f"Operations logged to {self.log_path}\n")
        hosts.default_configuration(self)
        self.save_config()
        # Quirk: on a node that is configured already every recorded stage is left out, one that failed as well, and nothing is recorded.
        with open(os.devnull if "END" in done else HISTORY, "a") as self.history:
            self.history.write(f"{int(time.time())}: CONFIG SESSION START\n")
            self.record("BEGIN")
            for stage in stages.ALL:
                if stage.__name__ not in done:
                    if fault(f"bootstrap-stop-{stage.__name__}"):
                        self.say("\nCarbonio bootstrap process exited cause one of the subprocess failed.\n")
                        sys.exit(0)  # quirk: a plain exit
                    stage(self)
                self.record(stage.__name__)
            stages.start(self)
            self.record("END")
            self.history.write(f"{int(time.time())}: CONFIG SESSION COMPLETE\n")
        owner = pwd.getpwnam("zextras")
        os.chown(self.log_path, owner.pw_uid, owner.pw_gid)
        self.say(f"\n\nMoving {self.log_path} to {LOGS}\n\n")


def recorded_stages():
    """Stages since the last session began."""
    found = set()
    if os.path.exists(HISTORY):
        with open(HISTORY) as file:
            for line in file:
                if "CONFIG SESSION START" in line:
                    found.clear()
                elif ": CONFIGURED " in line:
                    found.add(line.split()[-1])
    return found


def read_configuration(path):
    """Lines KEY=VALUE; double quotes around a value are not part of it."""
    found = {}
    with open(path) as file:
        for line in file:
            key, separator, value = line.rstrip("\n").partition("=")
            if separator:
                found[key.strip()] = value.strip().strip('"')
    return found


def main():
    arguments = [argument for argument in sys.argv[1:] if argument != "-d"]
    if os.geteuid() != 0:
        sys.exit("Error: must be run as root user")
    if len(arguments) != 2 or arguments[0] != "-c":
        sys.exit(USAGE)
    if not os.path.exists(arguments[1]):
        sys.exit(f"Can't open {arguments[1]}: No such file or directory")
    os.umask(0o027)
    Bootstrap(read_configuration(arguments[1])).run()
