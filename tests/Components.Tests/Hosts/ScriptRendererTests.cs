using System.Text;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Hosts;

public sealed class ScriptRendererTests
{
    [Fact]
    public void Parameters_arrive_as_they_are_whatever_they_hold()
    {
        const string value = "it's $HOME `id` \"x\" \\ \n second line\t*";

        var result = Run("printf '%s' \"$value\"", parameters: new() { ["value"] = value });

        Assert.Equal(value, result.Stdout);
    }

    [Fact]
    public void Secrets_arrive_on_standard_input_and_are_seen_by_no_child()
    {
        const string script = "printf '[%s|%s]' \"$first\" \"$second\"; env | grep -c -e sesame -e 'two words' || true; cat";

        var result = Run(script, secrets: new() { ["first"] = "open sesame\n'\"$", ["second"] = "two words" });

        Assert.Equal("[open sesame\n'\"$|two words]0\n", result.Stdout);
    }

    [Fact]
    public void A_missing_secret_ends_the_step()
    {
        var text = ScriptRenderer.Render("echo reached", Standard([]), ["password"]);

        var result = Sandbox.Run(Command(text));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("svc1: example: expected secret 'password' on standard input, found its end", result.Stderr);
        Assert.DoesNotContain("reached", result.Stdout);
    }

    [Fact]
    public void A_failing_command_in_the_middle_ends_the_step()
    {
        var result = Run("echo before; false; echo after");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("before\n", result.Stdout);
    }

    [Fact]
    public void Only_the_functions_that_a_script_names_travel_with_it()
    {
        Assert.DoesNotContain("write_file()", ScriptRenderer.Render("true", Standard([]), []), StringComparison.Ordinal);
        Assert.Contains("write_file()", ScriptRenderer.Render("# uses: write_file\ntrue", Standard([]), []), StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_outlives_its_deadline_says_so()
    {
        var text = ScriptRenderer.Render("sleep 60", Standard([]), []);

        var result = Sandbox.Run($"timeout -k 5 1 bash -c {ScriptRenderer.Quote(text)}");

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("svc1: example: did not finish within its deadline of 7 s", result.Stderr);
    }

    [Fact]
    public void A_second_run_waits_for_the_first_instead_of_doing_the_work_twice()
    {
        var text = ScriptRenderer.Render(
            "[ ! -e /run/busy ] || { echo doubled; exit 1; }\ntouch /run/busy; sleep 1; rm /run/busy; echo done", Standard([]), []);

        var result = Sandbox.Run($"{Command(text)} & sleep 0.3; {Command(text)}; wait");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal("done\ndone\n", result.Stdout);
        Assert.Contains("an earlier run of this step is still active; waiting for it", result.Stderr);
    }

    [Fact]
    public void A_service_that_a_step_leaves_running_does_not_hold_its_lock()
    {
        var text = ScriptRenderer.Render("sleep 20 </dev/null >/dev/null 2>&1 &\necho started", Standard([]), []);

        var result = Sandbox.Run($"{Command(text)}; {Command(text)}");

        Assert.Equal("started\nstarted\n", result.Stdout);
        Assert.DoesNotContain("waiting", result.Stderr);
    }

    private static SandboxResult Run(
        string script, Dictionary<string, string>? parameters = null, Dictionary<string, string>? secrets = null)
    {
        var values = secrets ?? [];
        var text = ScriptRenderer.Render(script, Standard(parameters ?? []), values.Keys.Order(StringComparer.Ordinal));
        var stdin = string.Concat(values.OrderBy(secret => secret.Key, StringComparer.Ordinal)
            .Select(secret => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret.Value)) + "\n"));
        return Sandbox.Run(Command(text), stdin: stdin);
    }

    private static string Command(string text) => $"bash -c {ScriptRenderer.Quote(text)}";

    private static IEnumerable<KeyValuePair<string, string>> Standard(Dictionary<string, string> parameters) =>
        parameters.Append(new("host", "svc1")).Append(new("step", "example")).Append(new("deadline_seconds", "7"));
}
