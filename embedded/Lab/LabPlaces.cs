namespace CarbonioInfra.Lab;

/// <summary>Where the machine keeps what decides a lab's subnet.</summary>
/// <param name="StateFolder">Folder of stack states; a lab's own lies in it as <c>STACK.lab</c>.</param>
/// <param name="ClaimsFolder">One folder for every lab that has a network now, whatever its state folder.</param>
/// <param name="RoutesFile">The kernel's IPv4 routes, in the format of <c>/proc/net/route</c>.</param>
internal sealed record LabPlaces(string StateFolder, string ClaimsFolder, string RoutesFile)
{
    public static LabPlaces OfThisMachine() => new(
        Environment.GetEnvironmentVariable("CARBONIO_STATE_DIR") is { Length: > 0 } folder
            ? Path.GetFullPath(folder)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state", "carbonio-infra"),
        "/run/carbonio-infra",
        "/proc/net/route");

    public string LabFolder(string stack) => Path.Combine(StateFolder, stack + ".lab");
}
