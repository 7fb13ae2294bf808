"""What the lab's stand-ins of Carbonio's packages share."""
import re
import shlex
import subprocess


def fault(name):
    """Is the fault injected now? Counts it down."""
    return subprocess.run(["/usr/lib/carbonio-stand-in/fault", name], check=False).returncode == 0


def words(line):
    """A line of a batch as the vendor splits it: quotes, and a backslash with n for the end of a line."""
    return shlex.split(re.sub(r"\\(.)", lambda match: "\n" if match[1] == "n" else match[0], line))
