#:package Magick.NET-Q8-AnyCPU
// Fails unless a picture can be decoded, has a given size and is not flat: dotnet run eng/check-picture.cs -- FILE WIDTH HEIGHT
using System.Globalization;
using ImageMagick;

var (file, width, height) = (args[0], uint.Parse(args[1], CultureInfo.InvariantCulture), uint.Parse(args[2], CultureInfo.InvariantCulture));
using var picture = new MagickImage(file);
// On a scale of 255; a photograph has 30 to 80, a flat or almost flat picture below 5.
var spread = picture.Statistics().Composite().StandardDeviation;
if (picture.Width != width || picture.Height != height || spread < 5)
{
    Console.Error.WriteLine($"{file}: {picture.Width}x{picture.Height}, standard deviation {spread:f1}; expected {width}x{height} and at least 5.");
    return 1;
}

Console.WriteLine($"{file}: {picture.Width}x{picture.Height}, standard deviation {spread:f1}");
return 0;
