// Images are of Linux, and so is whoever starts what is in them.
[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
