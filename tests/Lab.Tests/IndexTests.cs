namespace CarbonioInfra.Lab.Tests;

/// <summary>What hosts are shown of Debian's archives, without any archive.</summary>
public sealed class IndexTests : IDisposable
{
    private static readonly string Scripts = Path.Combine(Path.GetDirectoryName(LabScript.Path)!, "scripts");

    private readonly string _folder = Directory.CreateTempSubdirectory("carbonio-lab-index-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Hosts_see_sections_and_names_with_all_that_these_need_in_every_version()
    {
        File.WriteAllText(Path.Combine(_folder, "main"), """
            Package: tree
            Version: 2
            Section: utils
            Pre-Depends: base (>= 1), mail-agent
            Filename: pool/main/t/tree.deb

            Package: base
            Version: 1
            Section: libs
            Depends: lower:any | other [amd64]
            Filename: pool/main/b/base.deb

            Package: lower
            Section: libs
            Description: Depends: game
            Filename: pool/main/l/lower.deb

            Package: agent
            Section: mail
            Provides: mail-agent (= 1)
            Maintainer: Łukasz
            Filename: pool/main/a/agent.deb

            Package: game
            Section: games
            Filename: pool/main/g/game.deb

            Package: wanted
            Section: games
            Filename: pool/main/w/wanted.deb

            """);
        File.WriteAllText(Path.Combine(_folder, "security"), """
            Package: base
            Version: 1.1
            Section: libs
            Filename: pool/updates/main/b/base.deb

            """);

        var output = Run($"LC_ALL=C python3 -IB -X utf8 {Scripts}/select-packages.py utils 3< <(echo wanted; echo unknown)",
            $"debian|{_folder}/main\ndebian-security|{_folder}/security\n").Succeeded();

        Assert.Equal(
            ["debian/pool/main/a/agent.deb", "debian/pool/main/b/base.deb", "debian-security/pool/updates/main/b/base.deb",
                "debian/pool/main/l/lower.deb", "debian/pool/main/t/tree.deb", "debian/pool/main/w/wanted.deb"],
            output.Split('\n').Where(line => line.StartsWith("Filename: ", StringComparison.Ordinal)).Select(line => line["Filename: ".Length..]));
        Assert.Contains("Maintainer: Łukasz", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://archive.test/debian", "http://archive.test/debian-security")]
    [InlineData("http://archive.test/debian//", "")]
    public void Lists_belong_to_the_archive_that_they_came_from(string archive, string security)
    {
        File.WriteAllText(Path.Combine(_folder, "there"), "");

        var output = Run($$"""
            source {{Scripts}}/archive.sh
            archive_uri() { [[ $1 == main ]] || echo '{{security}}'; }
            CARBONIO_DEBIAN_ARCHIVE={{archive}}
            find_archives
            source {{Scripts}}/index.sh
            archives_apt() {
              printf '%s\n' "http://archive.test/debian/|$CACHE_DIR/there" 'http://archive.test/debian/|/missing' \
                "http://archive.test/debian-security/|$CACHE_DIR/there" "http://elsewhere.test/|$CACHE_DIR/there"
            }
            list_files
            """).Succeeded();

        Assert.Equal($"debian|{_folder}/there\n" + (security.Length > 0 ? $"debian-security|{_folder}/there\n" : ""), output);
    }

    [Theory]
    [InlineData("", 1, "the package lists of http://archive.test/debian cannot be fetched (see above)")]
    [InlineData("debian-security|list", 1, "the package lists of http://archive.test/debian cannot be fetched (see above)")]
    [InlineData("debian|list", 0, "note: not all package lists can be fetched (see above); hosts get those of the last time")]
    public void Without_the_archive_hosts_get_the_lists_of_the_last_time_if_there_are_any(string former, int exitCode, string message)
    {
        var result = Run($$"""
            source {{Scripts}}/index.sh
            MAIN_ARCHIVE=http://archive.test/debian SECURITY_ARCHIVE= RELEASE=bookworm
            write_file() { cat >/dev/null; }
            archives_apt() { return 100; }
            list_files() { echo '{{former}}'; }
            fetch_lists
            """);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(message + "\n", result.Error);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("touch -d '-11 minutes' $CACHE_DIR/index/fetched", "asked\n")]
    [InlineData("rm $CACHE_DIR/index/fetched", "asked\n")]
    [InlineData("MAIN_ARCHIVE=http://other.test/debian", "asked\n")]
    public void Archives_that_were_asked_just_now_are_not_asked_again(string change, string asked)
    {
        var result = Run($$"""
            source {{Scripts}}/index.sh
            MAIN_ARCHIVE=http://archive.test/debian SECURITY_ARCHIVE=http://archive.test/debian-security RELEASE=bookworm
            write_file() { cat >"$1"; }
            archives_apt() { echo asked; }
            fetch_lists 2>/dev/null
            {{change}}
            fetch_lists
            """);

        Assert.Equal((0, asked), (result.ExitCode, result.Error));
    }

    [Fact]
    public void Old_indexes_go_but_for_those_that_a_lab_serves()
    {
        Run("""
            mkdir -p "$CACHE_DIR"/index/{lists,old,served,young} "$CACHE_DIR"/run/abc "$CACHE_DIR"/a.lab/vendor/served
            touch -d '-31 days' "$CACHE_DIR"/index/{lists,old,served}
            ln -s "$CACHE_DIR/index/served" "$CACHE_DIR/a.lab/vendor/served/debian"
            printf %s "$CACHE_DIR/a.lab" >"$CACHE_DIR/run/abc/lab"
            """).Succeeded();

        var output = Run($"source {Scripts}/index.sh; RUN_DIR=$CACHE_DIR/run; remove_old_indexes; ls \"$CACHE_DIR/index\"").Succeeded();

        Assert.Equal("lists\nserved\nyoung\n", output);
    }

    [Fact]
    public void An_index_for_a_lab_without_an_image_is_refused() =>
        Assert.Equal("this lab has no image yet: `./carbonio-infra up lab` completes it\n",
            Run($"source {Scripts}/index.sh; STACK=lab; ensure_index ''").Refused());

    private CommandResult Run(string script, string input = "") => CommandResult.Run(
        "bash",
        ["-c", "set -euo pipefail\nsay() { printf '%s\\n' \"$*\" >&2; }\nfail() { say \"$*\"; exit 1; }\n" + script],
        new Dictionary<string, string> { ["CACHE_DIR"] = _folder },
        input);
}
