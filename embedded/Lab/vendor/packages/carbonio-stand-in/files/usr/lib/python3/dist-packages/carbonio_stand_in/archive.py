"""The archive of the mesh's credentials: a tar file, encrypted with the mesh password in the OpenPGP format."""
import io
import os
import subprocess
import tarfile
import tempfile


class WrongPassword(Exception):
    """The archive does not open with it."""


def encrypt(files, password):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(content), 0o600
            tar.addfile(entry, io.BytesIO(content))
    return gpg(packed.getvalue(), password, "--symmetric", "--cipher-algo", "AES256", "--output", "-")


def decrypt(content, password):
    with tarfile.open(fileobj=io.BytesIO(gpg(content, password, "--decrypt"))) as tar:
        return {entry.name: tar.extractfile(entry).read() for entry in tar}


def gpg(content, password, *arguments):
    """In a home of its own, with which its agent goes."""
    with tempfile.TemporaryDirectory() as home:
        reading, writing = os.pipe()
        os.write(writing, password.encode())
        os.close(writing)
        done = subprocess.run(["gpg", "--homedir", home, "--batch", "--yes", "--quiet", "--no-permission-warning", "--pinentry-mode", "loopback",
                               "--passphrase-fd", str(reading), *arguments], input=content, capture_output=True, pass_fds=[reading], check=False)
        os.close(reading)
        subprocess.run(["gpgconf", "--homedir", home, "--kill", "gpg-agent"], check=False)
        if done.returncode:
            raise WrongPassword()
        return done.stdout
